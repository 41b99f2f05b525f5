"""What has changed between two texts, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from rotativa.lib.sentences import SPACELESS_ENDS, is_end

WORD = re.compile(r"\d+(?:[.,]\d+)+|\w+|\s+|[^\w\s]")
"""A number is one, whatever groups its digits."""
LONGEST_END = 8
"""Pieces of the last word of a sentence, with the signs and the space behind it: U.S.)"""
MOST_WORDS = 400
"""Of both texts together, apart from how they begin and end alike: beyond, comparing takes long."""
MOST_IN_ALL = 4000


@dataclass(frozen=True, slots=True)
class Piece:
    kind: Literal["same", "removed", "added"]
    text: str


class Comparison:
    """Of one text after the other, in one language; when it has compared enough, it tells what is gone and new as
    a whole."""

    def __init__(self, most: int = MOST_IN_ALL, *, language: str = "") -> None:
        self.left = most
        self.language = language

    def differences(self, before: str, after: str) -> list[Piece]:
        """The two texts as one: pieces that stayed, that are gone, and that are new."""
        old, new = WORD.findall(before), WORD.findall(after)
        head = alike(old, new)
        tail = alike(old[head:][::-1], new[head:][::-1])
        middle = [words[head : len(words) - tail] for words in (old, new)]
        found = self.pieces(*middle)
        around = [Piece("same", "".join(each)) for each in (new[:head], new[len(new) - tail :])]
        told = [piece for piece in (around[0], *found, around[1]) if piece.text]
        return settled(told, self.language)

    def pieces(self, old: list[str], new: list[str]) -> Iterator[Piece]:
        size = len(old) + len(new)
        if not (old and new) or size > min(MOST_WORDS, self.left):
            return changed("".join(old), "".join(new))
        self.left -= size
        return compared(old, new)


def alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words both begin with."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(old), len(new)))


def compared(old: list[str], new: list[str]) -> Iterator[Piece]:
    """Words that were replaced one after the other are told as one change, not word by word."""
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    kinds = ["", *(kind for kind, *_places in codes), ""]
    gone = come = ""
    for place, (kind, a, b, c, d) in enumerate(codes):
        before, after = "".join(old[a:b]), "".join(new[c:d])
        is_between = kinds[place] == kinds[place + 2] == "replace"
        if kind == "equal" and not (is_between and is_gap(after)):
            yield from changed(gone, come)
            gone = come = ""
            yield Piece("same", after)
        else:
            gone, come = gone + before, come + after
    yield from changed(gone, come)


def settled(found: list[Piece], language: str) -> list[Piece]:
    """What is gone or new alone begins where a sentence or a word does, if it may stand there as well.

    Of two sentences one that is gone would otherwise begin with the full stop of the other.
    """
    for place in range(1, len(found) - 1):
        before, piece, after = found[place - 1 : place + 2]
        if piece.kind != "same" and before.kind == after.kind == "same":
            leaves = 0 if place == len(found) - 2 else 1
            found[place - 1 : place + 2] = moved(before, piece, after, language, leaves=leaves)
    return [piece for piece in found if piece.text]


def moved(before: Piece, piece: Piece, after: Piece, language: str, *, leaves: int) -> list[Piece]:
    """`leaves` words of what stays behind it stay there: the next change may follow."""
    ahead, size = WORD.findall(before.text), len(words := WORD.findall(piece.text))
    behind = WORD.findall(after.text)
    every = [*ahead, *words, *behind]
    place = len(ahead)
    first = place - min(alike(every[place - 1 : 0 : -1], every[place + size - 1 : 0 : -1]), size)
    last = place + min(alike(every[place:], every[place + size : len(every) - leaves]), size)

    def merit(start: int) -> tuple[int, int]:
        ahead_of_it = "".join(every[max(0, start - LONGEST_END) : start])
        return begins_well(ahead_of_it, every[start], language), -start

    best = max(range(first, last + 1), key=merit)
    texts = every[:best], every[best : best + size], every[best + size :]
    kinds = before.kind, piece.kind, after.kind
    return [Piece(kind, "".join(text)) for kind, text in zip(kinds, texts, strict=True)]


def begins_well(before: str, word: str, language: str) -> int:
    """How well a piece begins that has this word first, and this before it."""
    *_others, last = ["", *before.split()]
    if before.endswith(tuple(SPACELESS_ENDS)):
        return 2
    if before == before.rstrip():
        return 0
    is_line = "\n" in before[len(before.rstrip()) :]
    return 2 if is_line or is_end(last, word, language) else 1


def is_gap(text: str) -> bool:
    """Within a line."""
    return text.isspace() and "\n" not in text


def changed(before: str, after: str) -> Iterator[Piece]:
    if before:
        yield Piece("removed", before)
    if after:
        yield Piece("added", after)
