"""Sheets in a folder on disk: what `rotativa serve`, nginx and Caddy serve from."""

import errno
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from rotativa.press.sheet import Damaged, Sheet, codings_in
from rotativa.press.targets import NoRoom
from rotativa.press.targets.folder import layout
from rotativa.press.targets.folder.journal import Journal

FULL = {
    errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG, errno.EIO,
}  # fmt: skip


class FolderTarget:
    """`root` holds `pages/` (see `layout`) and `news/` (see `journal`)."""

    def __init__(self, root: Path) -> None:
        self.pages = root / "pages"
        self.journal = Journal(root / "news")

    def put(self, path: str, sheet: Sheet) -> bool:
        link = layout.link_of(self.pages, path)
        version = layout.version_of(link, sheet)
        if is_linked(link, version):
            return False
        try:
            write(version, sheet, path=path, after=written_at(link))
            point(link, version)
        except OSError as error:
            if error.errno in FULL:
                raise NoRoom(f"{self.pages}: {error.strerror}") from error
            raise
        remove_others(link, keep=version.name)
        self.journal.write([path])
        return True

    def delete(self, path: str) -> None:
        link = layout.link_of(self.pages, path)
        if not link.is_symlink():
            return
        link.unlink()
        remove_others(link, keep="")
        remove_empty(link.parent, upto=self.pages)
        self.journal.write([path])

    def list(self) -> Iterator[str]:
        for folder, names, _ in os.walk(self.pages):
            for name in names:
                if name.endswith(layout.LINK):
                    yield json.loads((Path(folder) / name / layout.HEAD).read_bytes())["path"]
            names[:] = [name for name in names if layout.LINK not in name]

    def read(self, path: str) -> Sheet | None:
        return read_sheet(layout.link_of(self.pages, path))


def is_linked(link: Path, version: Path) -> bool:
    """Whether this very sheet is what readers get already, with all of its files."""
    if not link.is_symlink() or str(link.readlink()) != version.name:
        return False
    try:
        return read_sheet(link) is not None
    except Damaged:
        return False


def written_at(link: Path) -> int:
    """The second in which the version was written that a link leads to; 0 if it leads nowhere."""
    try:
        return int((link / layout.HEAD).stat().st_mtime)
    except OSError:
        return 0


def write(version: Path, sheet: Sheet, *, path: str, after: int) -> None:
    """Make the folder of a version, whole or not at all.

    Web servers make their ETags of size and second, so no two versions come from one second.
    """
    version.parent.mkdir(parents=True, exist_ok=True)
    draft = version.with_name(f"{version.name}.{secrets.token_hex(4)}")
    try:
        draft.mkdir()
        write_file(draft / layout.HEAD, sheet.head(path=path).encode())
        name = layout.body_name(path, sheet.status, sheet.headers)
        for coding, body in sheet.bodies.items():
            write_file(draft / (name + layout.SUFFIXES[coding]), body)
        second = max(int(time.time()), after + 1)
        for file in draft.iterdir():
            os.utime(file, (second, second))
        if version.exists():
            shutil.rmtree(version)  # left by a crash, and linked to by nothing
        draft.rename(version)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def write_file(path: Path, data: bytes) -> None:
    """On the disk itself: a link must never lead to files that a power cut emptied."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fdatasync(file.fileno())


def point(link: Path, version: Path) -> None:
    fresh = version.with_name(f"{version.name}.{secrets.token_hex(4)}")
    fresh.symlink_to(version.name)
    try:
        fresh.replace(link)
    except OSError:
        fresh.unlink()
        raise


def remove_others(link: Path, *, keep: str) -> None:
    """Older versions, and drafts of writers that were killed."""
    with os.scandir(link.parent) as entries:
        names = [entry.name for entry in entries]
    for name in names:
        if name != keep and layout.is_version_of(link, name):
            other = link.with_name(name)
            if other.is_symlink():
                other.unlink(missing_ok=True)
            else:
                shutil.rmtree(other, ignore_errors=True)


def remove_empty(folder: Path, *, upto: Path) -> None:
    while folder != upto:
        try:
            folder.rmdir()
        except OSError:
            return  # something else lies there
        folder = folder.parent


def read_sheet(link: Path) -> Sheet | None:
    """The sheet that a link leads to, all of it from one version, whoever replaces the link meanwhile."""
    try:
        folder = link.parent / link.readlink()
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        head = (folder / layout.HEAD).read_bytes()
        name = body_name_in(head)
        bodies = {
            coding: (folder / (name + layout.SUFFIXES[coding])).read_bytes()
            for coding in codings_in(head)
        }
    except FileNotFoundError as error:
        if str(link.readlink()) != folder.name:
            return read_sheet(link)  # replaced while we read
        raise Damaged(f"{error.filename} is missing.") from error
    return Sheet.from_head(head, bodies)


def body_name_in(head: bytes) -> str:
    try:
        told = json.loads(head)
        return layout.body_name(told["path"], told["status"], told["headers"])
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise Damaged(f"The head of a sheet cannot be read: {error}") from error
