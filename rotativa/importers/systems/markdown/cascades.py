"""Front matter that Hugo hands down: from the settings and from `_index.md` to all that is below."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rotativa.importers.languages import language_code
from rotativa.importers.systems.markdown.languages import Place
from rotativa.importers.systems.markdown.values import as_list, as_map, as_text

_TARGET = ("target", "_target")
_NOT_HANDED_DOWN = frozenset({*_TARGET, "params", "cascade", "_build", "build"})
_BRACES = re.compile(r"\{([^{}]*)\}")
_PIECE = re.compile(r"\*+|\?|[^*?]+")
_LONGEST_PATTERN = 200
_LONGEST_PATH = 300
_MOST_BRACES = 2
_MOST_STARS = 3
"""A glob with more of them could take long to find out that it does not match."""


@dataclass(frozen=True, slots=True)
class Cascade:
    """Values for every page below a folder, in one language or in all, that the target fits."""

    folders: tuple[str, ...]
    language: str | None
    values: dict[str, Any]
    target: dict[str, Any]

    def reaches(self, place: Place, language: str) -> bool:
        depth = len(self.folders)
        is_itself = place.stem == "_index" and len(place.folders) == depth
        return (
            place.folders[:depth] == self.folders
            and not (is_itself and self.language is not None)
            and self.language in {None, language}
            and self._is_meant(place, language)
        )

    def _is_meant(self, place: Place, language: str) -> bool:
        wanted = {name: as_text(value) for name, value in self.target.items()}
        facts = {
            "path": _logical_path(place),
            "kind": _kind(place),
            "lang": language,
            "environment": "production",
        }
        return all(
            _matches(pattern.lower(), facts[name])
            for name, pattern in wanted.items()
            if name in facts and pattern
        )


def cascades_in(value: Any, folders: tuple[str, ...], language: str | None) -> Iterator[Cascade]:
    """What one `cascade` says: a map of values, or several with a target each."""
    for entry in map(as_map, as_list(value)):
        target = next(filter(None, (as_map(entry.get(name)) for name in _TARGET)), {})
        values = {key: item for key, item in entry.items() if key not in _NOT_HANDED_DOWN}
        values |= as_map(entry.get("params"))
        if values:
            yield Cascade(folders, language, values, target)


def handed_down(cascades: Iterable[Cascade], place: Place, language: str) -> dict[str, Any]:
    """The values for one page: the nearest folder's win, and of one folder's the first."""
    values: dict[str, Any] = {}
    reaching = [cascade for cascade in cascades if cascade.reaches(place, language)]
    for cascade in sorted(reaching, key=lambda one: len(one.folders), reverse=True):
        values = cascade.values | values
    return values


def language_at(place: Place, default: str) -> str:
    return place.language or language_code(default)


def _logical_path(place: Place) -> str:
    path = "/".join(place.folders)
    if place.stem not in {"index", "_index"}:
        path = f"{path}/{place.stem}"
    return "/" + path.strip("/").lower().replace(" ", "-")


def _kind(place: Place) -> str:
    if place.stem != "_index":
        return "page"
    return "section" if place.folders else "home"


def _matches(pattern: str, text: str) -> bool:
    is_short = len(text) <= _LONGEST_PATH
    return is_short and any(one.fullmatch(text) for one in _expressions(pattern))


@lru_cache(maxsize=256)
def _expressions(pattern: str) -> list[re.Pattern[str]]:
    """The glob as expressions, one for each choice of its braces; none where it passes a bound."""
    if len(pattern) > _LONGEST_PATTERN or pattern.count("{") > _MOST_BRACES:
        return []
    pieces = [_PIECE.findall(choice) for choice in _choices(pattern)]
    return [
        re.compile("".join(map(_piece, found)))
        for found in pieces
        if sum(piece.startswith("*") for piece in found) <= _MOST_STARS
    ]


def _choices(pattern: str) -> Iterator[str]:
    found = _BRACES.search(pattern)
    if not found:
        yield pattern
        return
    for choice in found[1].split(","):
        yield from _choices(pattern[: found.start()] + choice + pattern[found.end() :])


def _piece(piece: str) -> str:
    if piece.startswith("**"):
        return ".*"
    return {"*": "[^/]*", "?": "[^/]"}.get(piece) or re.escape(piece)
