"""Opens a WACZ that somebody else has made, as if it were made to harm."""

import json
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext_noop as _

from rotativa.evidence.capture.bounds import Bounds
from rotativa.evidence.capture.errors import CannotCapture

MOST_MEMBERS = 500
LARGEST_MANIFEST = 2 * 2**20
LARGEST_PAGES = 20 * 2**20
PAGES = "pages/pages.jsonl"
DIGEST = "datapackage-digest.json"
"""Files have it since WACZ 1.1; older ones say nothing of their list."""
STEP = 2**16
PLAIN_NAME = re.compile(r"[\w.-][\w.@ +-]*(/[\w.-][\w.@ +-]*)*", re.ASCII)
WARC = re.compile(r"archive/[^/]+\.warc(\.gz)?")
FILES = {0, stat.S_IFREG, stat.S_IFDIR}
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    KeyError,
    TypeError,
    OSError,
)


class NotAccepted(CannotCapture):
    """An uploaded file is none that may become a copy."""

    may_pass = False


class Foreign:
    """An open file whose members were checked by what they say of themselves, not read yet."""

    def __init__(self, archive: zipfile.ZipFile, bounds: Bounds) -> None:
        self._archive = archive
        self._members = {each.filename: each for each in archive.infolist()}
        self._check(archive.infolist(), bounds)

    @property
    def warcs(self) -> list[str]:
        return sorted(name for name in self._members if WARC.fullmatch(name))

    def read(self, name: str, *, at_most: int) -> bytes:
        """Empty where there is no such member."""
        if name not in self._members:
            return b""
        with self._archive.open(name) as member:
            content = member.read(at_most + 1)
        if len(content) > at_most:
            raise NotAccepted(_("A part of the file is too large."))
        return content

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        with self._archive.open(name) as member:
            yield member

    def check_hashes(self) -> dict[str, Any]:
        """Return the manifest, all of whose hashes are right."""
        content = self.read("datapackage.json", at_most=LARGEST_MANIFEST)
        manifest, digest = json.loads(content), self.read(DIGEST, at_most=LARGEST_MANIFEST)
        listed = {each["path"]: str(each["hash"]) for each in manifest["resources"]}
        for name in (*self.warcs, *(self._members.keys() & {PAGES})):
            if name not in listed:
                raise NotAccepted(_("The list of the file does not name all of its parts."))
        hashes = [(told, self._digest(name)) for name, told in listed.items()]
        if digest:
            hashes.append((str(json.loads(digest)["hash"]), sha256(content).hexdigest()))
        if any(told != f"sha256:{found}" for told, found in hashes):
            raise NotAccepted(_("The file was changed after it was made."))
        return dict(manifest)

    def _digest(self, name: str) -> str:
        digest, left = sha256(), self._members[name].file_size
        with self._archive.open(name) as member:
            while piece := member.read(STEP):
                digest.update(piece)
                left -= len(piece)
                if left < 0:
                    raise NotAccepted(_("A part of the file is larger than it says."))
        return digest.hexdigest()

    def _check(self, members: list[zipfile.ZipInfo], bounds: Bounds) -> None:
        if len(members) > MOST_MEMBERS or len(self._members) != len(members):
            raise NotAccepted(_("The file has too many parts, or two of one name."))
        if sum(each.file_size for each in members) > bounds.all_bytes:
            raise NotAccepted(_("The file holds more than a copy may."))
        for each in members:
            is_file = stat.S_IFMT(each.external_attr >> 16) in FILES
            is_plain = PLAIN_NAME.fullmatch(each.filename.removesuffix("/"))
            if not (is_file and is_plain) or ".." in each.filename.split("/"):
                raise NotAccepted(_("A part of the file has a name that it may not have."))
            if each.flag_bits & 1:
                raise NotAccepted(_("The file is encrypted."))
        if not self.warcs:
            raise NotAccepted(_("The file holds no archive of a page."))


@contextmanager
def foreign_wacz(path: Path, *, bounds: Bounds) -> Iterator[Foreign]:
    """Raises `NotAccepted` for whatever cannot be read, also while it is read."""
    if path.stat().st_size > bounds.all_bytes:
        raise NotAccepted(_("The file holds more than a copy may."))
    try:
        with zipfile.ZipFile(path) as archive:
            yield Foreign(archive, bounds)
    except BROKEN as error:
        raise NotAccepted(_("The file is no WACZ that can be read.")) from error
