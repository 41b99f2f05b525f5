"""The folder of an export: written into so that whatever stops us, the next run mends it.

Our own list says which files we wrote. A name is noted there before its file is, files appear whole,
and only what an earlier list has and this run does not is removed. All else is nobody's business.
"""

import filecmp
import json
from collections.abc import Iterable
from pathlib import Path

LIST = ".rotativa-export.json"
BEGUN = ".rotativa-export.begun"
"""Names that a run which has not ended yet, or never did, has written; one a line, as JSON."""
DRAFT = ".rotativa-export.draft"
OURS = {LIST, BEGUN, DRAFT}


class NotOurs(Exception):
    """The folder holds something that no export wrote."""


class Taken(Exception):
    """Two pages ask for one file, or for a file and a folder of the same name."""


class Folder:
    def __init__(self, root: Path) -> None:
        """Raises `NotOurs`."""
        root.mkdir(parents=True, exist_ok=True)
        self.root = root.resolve()
        self.known = known_files(self.root)
        """Files of earlier runs; true of those whose content never changes."""
        self.now: dict[str, bool] = {}
        self.changed = 0
        self.begun = (self.root / BEGUN).open("a", encoding="utf-8")

    def close(self) -> None:
        self.begun.close()

    def holds(self, name: str) -> bool:
        """Whether a file is there already and would be the same."""
        return self.known.get(name, False) and (self.root / name).is_file()

    def keep(self, name: str) -> None:
        """Let a file stand that is there already."""
        self.now[name] = True

    def put(self, name: str, content: Iterable[bytes], *, never_changes: bool = False) -> None:
        if name in self.now or name in OURS:
            raise Taken("another page has the same file")
        path = self.place(name)
        if path.is_dir():
            raise Taken("a folder of this name stands there")
        self.begun.write(json.dumps(name) + "\n")
        self.begun.flush()
        self.now[name] = never_changes
        draft = self.root / DRAFT
        draft.unlink(missing_ok=True)  # left by a run that was killed
        with draft.open("xb") as file:
            file.writelines(content)
        if path.is_file() and filecmp.cmp(draft, path, shallow=False):
            draft.unlink()
            return
        draft.replace(path)
        self.changed += 1

    def place(self, name: str) -> Path:
        """Where a file is to be, with the folders above it; never outside, also where links lie."""
        folder = self.root
        *folders, last = name.split("/")
        for part in folders:
            folder = folder / part
            inside = folder.relative_to(self.root).as_posix()
            if folder.is_symlink():
                raise NotOurs(f"{folder} is a link, and may lead out of the folder")
            if folder.is_file():
                if inside in self.now:
                    raise Taken(f"/{inside} is a file already")
                self.refuse_foreign(folder, inside)
                folder.unlink()
            folder.mkdir(exist_ok=True)
        path = folder / last
        if path.is_symlink() or path.is_file():
            self.refuse_foreign(path, name)
        return path

    def refuse_foreign(self, path: Path, name: str) -> None:
        if path.is_symlink() or name not in self.known:
            raise NotOurs(f"{path} was not written by an export")

    def finish(self) -> int:
        """Remove what this run did not write any more, and end it; return how many files."""
        gone = [name for name in self.known if name not in self.now]
        removed = sum(self.remove(name) for name in gone)
        draft = self.root / DRAFT
        draft.write_text(json.dumps({"files": self.now}, ensure_ascii=False), encoding="utf-8")
        draft.replace(self.root / LIST)
        (self.root / BEGUN).unlink()
        return removed

    def remove(self, name: str) -> bool:
        path = self.root / name
        if path.is_symlink() or not path.is_file() or not self.is_below(path):
            return False
        path.unlink()
        folder = path.parent
        while folder != self.root and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent
        return True

    def is_below(self, path: Path) -> bool:
        return path.parent.resolve().is_relative_to(self.root)


def known_files(root: Path) -> dict[str, bool]:
    """What earlier runs wrote. Raises `NotOurs` where something lies and no run ever began."""
    listed, begun = root / LIST, root / BEGUN
    if not listed.is_file() and not begun.is_file() and any(root.iterdir()):
        raise NotOurs(f"{root} holds something that is no export")
    try:
        files = json.loads(listed.read_bytes())["files"] if listed.is_file() else {}
    except (ValueError, KeyError, TypeError) as error:
        raise NotOurs(f"{listed} cannot be read") from error
    known = {str(name): bool(never_changes) for name, never_changes in files.items()}
    return known | dict.fromkeys(begun_files(begun), False)


def begun_files(begun: Path) -> list[str]:
    """The last line of a run that was killed may be torn: then its file was not written yet."""
    if not begun.is_file():
        return []
    names = []
    for line in begun.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            names.append(str(json.loads(line)))
        except ValueError:
            continue
    return names
