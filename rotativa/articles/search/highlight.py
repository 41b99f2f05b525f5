"""Showing where the words of a query stand: the sentence around them, as safe HTML with `<mark>`."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import islice

from django.utils.safestring import SafeString, mark_safe

from rotativa.articles.search.query import Query, Term
from rotativa.articles.search.words import folded, forms_of, is_spaceless, words_in
from rotativa.lib.sentences import CLOSING, ENDS, SPACELESS_CLOSING, SPACELESS_ENDS, is_end

LONGEST = 240
"""Characters of the piece that is shown."""
MOST_LOOKED_AT = 20_000
"""Words of an article."""
MOST_PLACES = 60
"""Of the first of which the best is shown."""
SENTENCE_MAY_END = re.compile(
    rf"[{ENDS}][{re.escape(CLOSING)}]{{0,3}}\s+|[{SPACELESS_ENDS}]+[{SPACELESS_CLOSING}]*|\n+"
)
"""Whatever stands there, each sign is looked at once: rows of dots are found in texts."""
LONGEST_WORD = 40
"""Of those that a full stop belongs to."""

Place = tuple[int, int]


def marked(text: str, query: Query, *, language: str) -> SafeString:
    """The whole text, with the words of the query marked."""
    return with_marks(text, places_in(text, query, language=language))


def excerpt(text: str, query: Query, *, language: str) -> SafeString:
    """The sentence that holds most of the words; empty where none stands in the text."""
    places = places_in(text, query, language=language)
    if not places:
        return SafeString("")
    best = best_start(places)
    start, end = sentence_around(text, best, language)
    start, end = shortened(text, start, end, around=best)
    inside = [(a - start, b - start) for a, b in places if start <= a and b <= end]
    before = "… " if start else ""
    after = " …" if end < len(text.rstrip()) else ""
    return mark_safe(before + with_marks(text[start:end], inside) + after)  # noqa: S308  # escaped there


def places_in(text: str, query: Query, *, language: str) -> list[Place]:
    """Where the words stand, in their order; of a phrase only where it stands whole."""
    sought = Sought(query)
    words = list(islice(words_in(text), MOST_LOOKED_AT))
    found: list[Place] = []
    for place, (start, end, word) in enumerate(words):
        if len(found) >= MOST_PLACES:
            break
        if sought.runs and is_spaceless(word):
            found += ((start + a, start + b) for run in sought.runs for a, b in in_run(word, run))
            continue
        form, stem = forms_of(word, language)
        if form in sought.words or stem in sought.words or form.startswith(sought.beginnings):
            found.append((start, end))
        for term in sought.phrases.get(form, ()):
            if stands_at(term, words[place : place + len(term.words)]):
                found.append((start, words[place + len(term.words) - 1][1]))
    return without_overlap(sorted(found))


class Sought:
    """The terms of a query, so that one look at a word tells whether it is one of them."""

    def __init__(self, query: Query) -> None:
        pairs = [term for term in query.terms if is_pair(term)]
        singles = [term for term in query.terms if len(term.words) == 1 and term not in pairs]
        self.runs = [run_of(term) for term in pairs]
        self.words = {form for term in singles for form in (*term.words, *term.stems)}
        self.beginnings = tuple(term.words[0] for term in singles if term.is_beginning)
        self.phrases: dict[str, list[Term]] = {}
        for term in query.terms:
            if len(term.words) > 1 and term not in pairs:
                self.phrases.setdefault(term.words[0], []).append(term)


def is_pair(term: Term) -> bool:
    return is_spaceless(term.words[0])


def run_of(term: Term) -> str:
    """The letters whose pairs a term of a script without spaces is made of."""
    return term.words[0] + "".join(pair[1:] for pair in term.words[1:])


def in_run(word: str, run: str) -> Iterator[Place]:
    """Folding may change how many letters there are; then the whole run is marked."""
    plain = folded(word)
    if len(plain) != len(word):
        if run in plain:
            yield 0, len(word)
        return
    place = plain.find(run)
    while place >= 0:
        yield place, place + len(run)
        place = plain.find(run, place + len(run))


def stands_at(term: Term, words: Sequence[tuple[int, int, str]]) -> bool:
    return term.words == tuple(folded(word) for _start, _end, word in words)


def without_overlap(places: list[Place]) -> list[Place]:
    kept: list[Place] = []
    for place in places:
        if not kept or place[0] >= kept[-1][1]:
            kept.append(place)
    return kept


def best_start(places: list[Place]) -> int:
    """Where the most words stand close together, the first of such places."""
    best, most = places[0][0], 0
    for number, (start, _end) in enumerate(places):
        near = 0
        for _a, b in places[number:]:
            if b > start + LONGEST // 2:
                break
            near += 1
        if near > most:
            best, most = start, near
    return best


def sentence_around(text: str, place: int, language: str) -> Place:
    start, end = 0, len(text)
    for found in SENTENCE_MAY_END.finditer(text, max(0, place - 4 * LONGEST)):
        if not ends_there(text, found, language):
            continue
        if found.end() <= place:
            start = found.end()
        else:
            end = found.end()
            break
    return max(start, place - 4 * LONGEST), end


def ends_there(text: str, found: re.Match[str], language: str) -> bool:
    """Not after "Dr." and the like."""
    if "\n" in found[0] or not found[0][-1].isspace():
        return True
    *_others, word = text[max(0, found.start() - LONGEST_WORD) : found.end()].split()
    following = text[found.end() : found.end() + LONGEST_WORD].split()
    return is_end(word, following[0] if following else "", language)


def shortened(text: str, start: int, end: int, *, around: int) -> Place:
    """Cut between words where a sentence is too long."""
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start <= LONGEST:
        return start, end
    first = max(start, around - LONGEST // 3)
    if first > start:
        space = text.find(" ", first, around)
        first = space + 1 if space >= 0 else first
    last = min(end, first + LONGEST)
    if last < end:
        space = text.rfind(" ", around, last)
        last = space if space > around else last
    return first, last


def with_marks(text: str, places: Sequence[Place]) -> SafeString:
    parts: list[str] = []
    done = 0
    for start, end in places:
        parts += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    parts.append(escape(text[done:]))
    return mark_safe("".join(parts))  # noqa: S308  # each part is escaped
