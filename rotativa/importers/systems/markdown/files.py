"""The files of a folder, and nothing outside it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import normpath

from django.utils.translation import gettext as _

from rotativa.importers.records import ImportRefused, Notice
from rotativa.importers.systems.markdown.text import Text, decode

TEXT_LIMIT = 2 * 1024 * 1024
"""Bytes of one text file."""
FILE_LIMIT = 200_000
NEVER_READ = {"node_modules", "__pycache__", "__MACOSX", "_site"}


class Unreadable(ValueError):
    """One file that is skipped; the message is a sentence for an editor."""


@dataclass(slots=True)
class Folder:
    """Paths are relative, with `/`, and sorted."""

    root: Path
    sizes: dict[str, int] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)

    def read(self, path: str) -> Text:
        """The text of a file, or `Unreadable`."""
        if self.sizes[path] > TEXT_LIMIT:
            megabytes = self.sizes[path] // (1024 * 1024)
            limit = TEXT_LIMIT // (1024 * 1024)
            why = _("The file has %(size)s MB; at most %(limit)s MB of text are read.")
            raise Unreadable(why % {"size": megabytes, "limit": limit})
        try:
            with (self.root / path).open("rb") as file:
                raw = file.read(TEXT_LIMIT + 1)
        except OSError as error:
            why = _("The file cannot be read: %(reason)s.")
            raise Unreadable(why % {"reason": error.strerror}) from error
        text = decode(raw)
        if text is None:
            raise Unreadable(_("The file is not text."))
        return text

    def find(self, path: str) -> str:
        """The listed file that `path` (which may hold `..`) names, or nothing."""
        found = normpath(path.lstrip("/"))
        return found if found in self.sizes else ""


def open_folder(folder: Path) -> Folder:
    """List the folder, or refuse it in one line. Links that lead to folders or outside are named."""
    try:
        root = folder.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        why = _("%(folder)s: there is no such folder. Check the path.")
        raise ImportRefused(why % {"folder": folder}) from error
    if not root.is_dir():
        why = _("%(folder)s: this is a file. Give the folder that holds the texts.")
        raise ImportRefused(why % {"folder": folder})
    listed = Folder(root)
    for entry, path in _walk(root, listed.notices):
        size = _size_inside(entry, path, root, listed.notices)
        if size is not None:
            listed.sizes[path] = size
        if len(listed.sizes) > FILE_LIMIT:
            why = _("%(folder)s: more than %(limit)s files. Give the folder of one project.")
            raise ImportRefused(why % {"folder": folder, "limit": FILE_LIMIT})
    if not listed.sizes:
        raise ImportRefused(_("%(folder)s: there is no file in it.") % {"folder": folder})
    listed.sizes = dict(sorted(listed.sizes.items()))
    return listed


def _walk(root: Path, notices: list[Notice]) -> Iterator[tuple["os.DirEntry[str]", str]]:
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
        except OSError as error:
            why = _("The folder cannot be read: %(reason)s.") % {"reason": error.strerror}
            notices.append(_skipped(f"{folder}/", why))
            continue
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if not _is_name(path):
                why = _("The name is not UTF-8: rename it.")
                notices.append(_skipped(path.encode(errors="backslashreplace").decode(), why))
            elif not entry.is_dir(follow_symlinks=False):
                yield entry, path
            elif entry.name.startswith(".") or entry.name in NEVER_READ:
                notices.append(_skipped(f"{path}/", _("Folders of tools are not read.")))
            else:
                waiting.append(path)


def _size_inside(
    entry: "os.DirEntry[str]", path: str, root: Path, notices: list[Notice]
) -> int | None:
    try:
        if entry.is_symlink() and not _leads_to_file_inside(Path(entry.path), root):
            why = _("A link to a folder or out of the folder is not followed.")
            notices.append(_skipped(path, why))
            return None
        if not entry.is_file():
            notices.append(_skipped(path, _("This is not a file that can be read.")))
            return None
        return entry.stat().st_size
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or _("a link that leads to itself")
        notices.append(
            _skipped(path, _("The file cannot be read: %(reason)s.") % {"reason": reason})
        )
        return None


def _leads_to_file_inside(link: Path, root: Path) -> bool:
    target = link.resolve(strict=True)
    return target.is_file() and target.is_relative_to(root)


def _is_name(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _skipped(path: str, why: str) -> Notice:
    return Notice("skipped", path, why, place=path)
