"""Is a copy what it was when it was packed? Stricter than `wacz validate`, which misses whole parts."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from rotativa.evidence.capture.wacz.index import index_of, read_line
from rotativa.evidence.capture.wacz.packing import (
    ARCHIVE,
    DIGEST,
    INDEX,
    PACKAGE,
    PAGES,
    PROVENANCE,
    digest_of,
)
from rotativa.evidence.capture.wacz.zipping import NotOurs, check_zip, section, sha256_of

MEMBERS = [ARCHIVE, INDEX, PAGES, PROVENANCE, PACKAGE, DIGEST]


@dataclass(frozen=True)
class Verdict:
    problems: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not self.problems


def verify(path: Path, *, sha256: str = "") -> Verdict:
    """Check a WACZ that was packed here: every byte is hashed, or has one value that it may have."""
    with path.open("rb") as file:
        return verify_file(file, sha256=sha256)


def verify_file(file: IO[bytes], *, sha256: str = "") -> Verdict:
    if sha256 and sha256_of(file) != f"sha256:{sha256}":
        return Verdict(("the hash of the file",))
    try:
        members = check_zip(file)
    except NotOurs as error:
        return Verdict((str(error),))
    if [member.name for member in members] != MEMBERS:
        return Verdict(("the members of the file",))
    with zipfile.ZipFile(file) as archive, section(file, members, ARCHIVE) as warc:
        return Verdict(tuple(_problems(archive, warc)))


def _problems(archive: zipfile.ZipFile, warc: IO[bytes]) -> Iterator[str]:
    package = archive.read(PACKAGE)
    if archive.read(DIGEST) != digest_of(package):
        yield "the hash of the manifest"
        return
    listed = {each["path"]: each for each in json.loads(package)["resources"]}
    if list(listed) != MEMBERS[:-2]:
        yield "the list of the manifest"
        return
    for name, told in listed.items():
        with archive.open(name) as member:
            digest = sha256_of(member)
        if told["hash"] != digest or told["bytes"] != archive.getinfo(name).file_size:
            yield f"the hash of {name}"
    if archive.read(INDEX) != index_of(warc):
        yield "the index"
    warc.seek(0)
    yield from _faulty_records(warc)
    yield from _missing_pages(archive)


def _faulty_records(warc: IO[bytes]) -> Iterator[str]:
    """Every record must give what its own digests say."""
    try:
        for record in ArchiveIterator(warc, check_digests=True):
            while record.raw_stream.read(65536):
                pass
            if record.digest_checker.passed is False:
                yield f"the digest of {record.rec_headers.get_header('WARC-Target-URI')}"
    except ArchiveLoadFailed as error:
        yield f"the archive: {error}"


def _missing_pages(archive: zipfile.ZipFile) -> Iterator[str]:
    held = {read_line(line)["url"] for line in io.StringIO(archive.read(INDEX).decode())}
    pages = [json.loads(line) for line in archive.read(PAGES).splitlines()][1:]
    if not pages:
        yield "no page is listed"
    for page in pages:
        if page["url"] not in held:
            yield f"the page {page['url']} is not in the archive"
