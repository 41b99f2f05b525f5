"""What a page says otherwise than a copy of it: the passages in which words are gone or new."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rotativa.evidence.capture.cleaning import clean
from rotativa.evidence.checks.words import MOST_SIGNS, squeezed
from rotativa.lib.differences import Comparison, Piece, alike, changed
from rotativa.lib.sentences import sentences_of

MOST_SENTENCES = 3000
"""Of both texts together, apart from how they begin and end alike: beyond, they are told as a whole."""
MOST_ALIKE = 5
"""Sentences that stand there more often are no places to go by; comparing them takes for ever."""
MOST_WORDS = 1500
"""That are compared one by one, in all sentences together."""
LEAST_SAME = 1 / 3
"""Below, two sentences are told one after the other: what they share is chance."""
AROUND = 160
"""Signs of what stayed, before and after; a passage goes on over twice as many."""
MOST_PASSAGES = 12
MOST_TOLD = 6000
"""Signs in all."""
MOST_WHOLE = 60_000
"""Signs of both texts as one: a long report; beyond, it is told that there is more."""
WORD = re.compile(r"\w+(?:[.,'’]\w+)*")
LEFT_OUT = "…"

Passage = list[Piece]
Run = tuple[bool, Passage]
"""What comes next in both texts, and whether it is the same there."""
Opcode = tuple[str, int, int, int, int]


@dataclass(frozen=True)
class Changes:
    passages: list[Passage]
    removed: int
    """Words, also of those passages that are not told."""
    added: int
    is_cut: bool
    whole: Passage
    """Both texts as one, from the beginning to the end."""
    whole_is_cut: bool


def changes_between(before: str, after: str, *, language: str = "") -> Changes | None:
    """None where both say the same words. Bounded in time and size, whatever the page holds."""
    old, new = (sentences(text, language) for text in (before, after))
    both = list(runs(old, new, language))
    found = list(passages(both))
    removed, added = (count(found, kind) for kind in ("removed", "added"))
    if not removed and not added:
        return None
    told = list(bounded(found[:MOST_PASSAGES], MOST_TOLD))
    everything = [[piece for _is_same, run in both for piece in run]]
    [whole] = bounded(everything, MOST_WHOLE)
    return Changes(
        told,
        removed,
        added,
        is_cut=signs(told) < signs(found),
        whole=whole,
        whole_is_cut=signs([whole]) < signs(everything),
    )


def sentences(text: str, language: str) -> list[str]:
    """Each with one space after it, or the end of its line."""
    lines = clean(text[:MOST_SIGNS]).splitlines()
    return [each for line in lines for each in with_ends(line, language)]


def with_ends(line: str, language: str) -> list[str]:
    found = [f"{each} " for each in sentences_of(line, language)]
    return [*found[:-1], *(f"{each[:-1]}\n" for each in found[-1:])]


def runs(old: Sequence[str], new: Sequence[str], language: str) -> Iterator[Run]:
    words = Comparison(most=MOST_WORDS, language=language)
    for kind, a, b, c, d in matched(old, new):
        before, after = "".join(old[a:b]), "".join(new[c:d])
        is_same = kind == "equal"
        yield is_same, [Piece("same", after)] if is_same else compared(words, before, after)


def passages(both: Iterable[Run]) -> Iterator[Passage]:
    """What has changed, with what stands beside it."""
    passage = Passage()
    for is_same, run in both:
        if not is_same:
            passage += run
            continue
        [same] = run
        if len(same.text) <= 2 * AROUND and passage:
            passage.append(same)
        else:
            if passage and is_news(passage):
                yield [*passage, Piece("same", beginning(same.text))]
            passage = [Piece("same", ending(same.text))]
    if is_news(passage):
        yield passage


def matched(old: Sequence[str], new: Sequence[str]) -> list[Opcode]:
    """As `SequenceMatcher` tells it, by words alone: other quotes, dashes and spaces are no news."""
    keys, others = [squeezed(each) for each in old], [squeezed(each) for each in new]
    head = alike(keys, others)
    tail = alike(keys[head:][::-1], others[head:][::-1])
    ends = len(keys) - tail, len(others) - tail
    middle, other = keys[head : ends[0]], others[head : ends[1]]
    found: list[Opcode] = [("equal", 0, head, 0, head)] if head else []
    if len(middle) + len(other) > MOST_SENTENCES:
        found.append(("replace", head, ends[0], head, ends[1]))
    else:
        often = Counter(other)
        matcher = SequenceMatcher(
            lambda each: often[each] > MOST_ALIKE, middle, other, autojunk=False
        )
        found += [
            (kind, a + head, b + head, c + head, d + head)
            for kind, a, b, c, d in matcher.get_opcodes()
        ]
    return [*found, ("equal", ends[0], len(keys), ends[1], len(others))] if tail else found


def compared(words: Comparison, before: str, after: str) -> Passage:
    found = words.differences(before, after)
    same = sum(len(piece.text) for piece in found if piece.kind == "same")
    if same < LEAST_SAME * max(len(before), len(after)):
        return list(changed(before, after))
    return [seen for piece in found if (seen := with_spaces_as_they_are(piece))]


def with_spaces_as_they_are(piece: Piece) -> Piece | None:
    """Where a line ends is no news."""
    if piece.text.strip():
        return piece
    return None if piece.kind == "removed" else Piece("same", piece.text)


def is_news(passage: Passage) -> bool:
    return any(piece.kind != "same" and piece.text.strip() for piece in passage)


def beginning(text: str, most: int = AROUND) -> str:
    if len(text) <= most:
        return text
    kept = text[:most]
    return (kept.rpartition(" ")[0] or kept) + LEFT_OUT


def ending(text: str) -> str:
    if len(text) <= AROUND:
        return text
    kept = text[-AROUND:]
    return LEFT_OUT + (kept.partition(" ")[2] or kept)


def count(found: Sequence[Passage], kind: str) -> int:
    texts = (piece.text for passage in found for piece in passage if piece.kind == kind)
    return sum(len(WORD.findall(text)) for text in texts)


def signs(found: Sequence[Passage]) -> int:
    return sum(len(piece.text) for passage in found for piece in passage)


def bounded(found: Iterable[Passage], most: int) -> Iterator[Passage]:
    left = most
    for passage in found:
        told = Passage()
        for piece in passage:
            if len(piece.text) > left:
                told.append(Piece(piece.kind, beginning(piece.text, left)))
                yield told
                return
            told.append(piece)
            left -= len(piece.text)
        yield told
