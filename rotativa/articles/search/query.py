"""What somebody asks for, read from what they typed: nothing that is typed is a mistake."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rotativa.articles.search.words import folded, forms_of, is_spaceless, pairs_of, words_in

LONGEST_QUERY = 300
MOST_WORDS = 12
SHORTEST_BEGINNING = 3
"""Letters of a word that is taken as the beginning of longer ones."""
QUOTES = re.compile('["“”„«»]')
UNPRINTABLE = re.compile("[\0-\x1f\x7f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Term:
    words: tuple[str, ...]
    """One, or those of a phrase in their order."""
    stems: tuple[str, ...] = ()
    """What one word is found by besides."""
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    """As it is shown again."""
    terms: tuple[Term, ...]
    """Each of which is to be met."""

    def __bool__(self) -> bool:
        return bool(self.terms)


def cleaned(text: str) -> str:
    """At most so long, in one line, of characters that any database takes."""
    return " ".join(UNPRINTABLE.sub(" ", text[: 2 * LONGEST_QUERY]).split())[:LONGEST_QUERY]


def parsed(text: str, *, languages: Sequence[str], beginning: int | None = None) -> Query:
    """Words, and phrases in quotes. The last word may be the beginning of a longer one.

    With `beginning` each word of so many letters may be.
    """
    text = cleaned(text)
    parts = QUOTES.split(text)
    terms: list[Term] = []
    for place, part in enumerate(parts):
        is_quoted = place % 2 == 1 and place < len(parts) - 1
        terms += [phrase(part)] if is_quoted else single_words(part, languages=languages)
    terms = [term for term in dict.fromkeys(terms) if term.words]
    if beginning is not None:
        terms = [as_beginning(term, shortest=beginning) for term in terms]
    elif terms and not QUOTES.match(text[-1:]):
        terms[-1] = as_beginning(terms[-1], shortest=SHORTEST_BEGINNING)
    return Query(text, within_bounds(terms))


def phrase(text: str) -> Term:
    words: list[str] = []
    for _start, _end, word in words_in(text):
        words += pairs_of(word)[: max(1, len(word) - 1)] if is_spaceless(word) else [folded(word)]
    return Term(tuple(filter(None, words)))


def single_words(text: str, *, languages: Sequence[str]) -> list[Term]:
    """A run of a script without spaces is the phrase of its pairs of letters."""
    return [
        phrase(word) if is_spaceless(word) else single_word(word, languages=languages)
        for _start, _end, word in words_in(text)
    ]


def single_word(word: str, *, languages: Sequence[str]) -> Term:
    """Who leaves out an accent may be given another stem than who writes it."""
    form = folded(word)
    stems = {forms_of(spelt, language)[1] for language in languages for spelt in (word, form)}
    return Term((form,) if form else (), tuple(sorted(stems - {"", form})))


def as_beginning(term: Term, *, shortest: int) -> Term:
    if len(term.words) != 1:
        return term
    (word,) = term.words
    is_syllables = "가" <= word[0] <= "힣"
    is_long_enough = is_spaceless(word) or len(word) >= (2 if is_syllables else shortest)
    return Term(term.words, term.stems, is_beginning=is_long_enough)


def within_bounds(terms: Iterable[Term]) -> tuple[Term, ...]:
    kept: list[Term] = []
    room = MOST_WORDS
    for term in terms:
        if room <= 0:
            break
        kept.append(Term(term.words[:room], term.stems, term.is_beginning))
        room -= len(term.words)
    return tuple(kept)
