"""Which language a file is in, as far as its name and folders say it, and what is left of its path."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from posixpath import basename, dirname, splitext

from rotativa.importers.languages import language_code


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands, with its language taken out of the path."""

    path: str
    folders: tuple[str, ...]
    """Below the content folder."""
    stem: str
    language: str = ""

    @property
    def key(self) -> str:
        """The same for all translations."""
        return "/".join((*self.folders, self.stem))


@dataclass(frozen=True, slots=True)
class Languages:
    """`content` maps the folders that hold texts to their language, or to nothing."""

    content: dict[str, str]
    declared: frozenset[str]
    folders: dict[str, str]
    """Folders whose name is a language."""
    stems: frozenset[str]
    """Paths without ending and language for which several languages exist."""

    def place(self, path: str) -> Place:
        base, language = self._content_of(path)
        *parents, _name = path.removeprefix(f"{base}/" if base else "").split("/")
        folders: list[str] = []
        at = base
        for name in parents:
            at = f"{at}/{name}" if at else name
            if at in self.folders and not language:
                language = self.folders[at]
            else:
                folders.append(name)
        stem, suffix = self._split(path)
        return Place(path, tuple(folders), stem, suffix or language)

    def _content_of(self, path: str) -> tuple[str, str]:
        bases = [base for base in self.content if not base or path.startswith(f"{base}/")]
        base = max(bases, key=len, default="")
        return base, self.content.get(base, "")

    def _split(self, path: str) -> tuple[str, str]:
        stem, suffix = _split_suffix(path)
        if not suffix or not self._is_suffix(path, suffix):
            return _stem(path), ""
        return stem, suffix

    def _is_suffix(self, path: str, suffix: str) -> bool:
        if suffix in self.declared or not self.declared:
            return True
        return f"{dirname(path)}/{_split_suffix(path)[0]}" in self.stems


def find_languages(
    paths: Iterable[str], *, content: dict[str, str], declared: Collection[str], default: str
) -> Languages:
    """A folder's name is a language beside one that is certain, or among nothing but languages."""
    by_stem: dict[str, set[str]] = {}
    children: dict[str, set[str]] = {}
    for path in paths:
        folder = dirname(path)
        stem, suffix = _split_suffix(path)
        by_stem.setdefault(f"{folder}/{stem}", set()).add(suffix)
        while folder:
            children.setdefault(dirname(folder), set()).add(folder)
            folder = dirname(folder)
    folders: dict[str, str] = {}
    for siblings in children.values():
        folders |= _language_folders(siblings, {*declared, default}, is_free=not declared)
    stems = frozenset(stem for stem, suffixes in by_stem.items() if len(suffixes) > 1)
    return Languages(content, frozenset(declared), folders, stems)


def _language_folders(siblings: set[str], certain: set[str], *, is_free: bool) -> dict[str, str]:
    codes = {folder: language_code(basename(folder)) for folder in siblings}
    codes = {folder: code for folder, code in codes.items() if code}
    all_are = is_free and len(codes) == len(siblings) > 1
    if all_are or certain.intersection(codes.values()):
        return codes
    return {}


def _split_suffix(path: str) -> tuple[str, str]:
    stem = _stem(path)
    name, _, suffix = stem.rpartition(".")
    code = language_code(suffix)
    return (name, code) if name and code else (stem, "")


def _stem(path: str) -> str:
    return splitext(basename(path))[0]
