"""How much a text resembles what was put to the spam: naive Bayes, combined as Fisher did.

Robinson's and SpamBayes' way: each word that is known gives a probability, drawn to the middle while it is
known of few comments; the telling ones are combined twice, for spam and against it. What speaks for both,
or for neither, comes to a half.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from urllib.parse import urlsplit

WORD = re.compile(r"\w+")
HREF = re.compile(r'href="([^"]*)"')
WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
"""Thai, Lao, Chinese and Japanese: there two signs are taken for a word."""
SHORTEST, LONGEST, MOST_WORDS, MOST_CLUES = 2, 40, 300, 100
WEIGHT = 0.45
"""Of the belief that nothing is known of a word, in comments."""
TELLING = 0.1
"""How far from a half a word must be."""


def words_of(text: str, html: str) -> list[int]:
    """Digests of its words, and of the hosts that its links lead to; each once."""
    text = unicodedata.normalize("NFKC", text).casefold()
    found = dict.fromkeys([*hosts_in(html), *words_in(text)])
    return [digest_of(word) for word in list(found)[:MOST_WORDS]]


def words_in(text: str) -> Iterable[str]:
    for found in WORD.findall(text):
        if WITHOUT_SPACES.search(found):
            yield from (found[place : place + 2] for place in range(max(1, len(found) - 1)))
        elif SHORTEST <= len(found) <= LONGEST:
            yield found


def hosts_in(html: str) -> Iterable[str]:
    for address in HREF.findall(html):
        try:
            yield f"host:{urlsplit(address).hostname}"
        except ValueError:
            yield "host:"


def digest_of(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big", signed=True)


def likeness(known: Mapping[int, tuple[int, int]], *, spam: int, fine: int) -> float:
    """From 0 to 1. `known` has of each word in how many spam and fine comments it stood."""
    chances = [chance(*counts, spam=spam, fine=fine) for counts in known.values()]
    telling = sorted(chances, key=lambda each: -abs(each - 0.5))[:MOST_CLUES]
    clues = [each for each in telling if abs(each - 0.5) >= TELLING]
    if not clues:
        return 0.5
    for_spam = 1 - chi_squared(-2 * sum(math.log(1 - each) for each in clues), 2 * len(clues))
    against = 1 - chi_squared(-2 * sum(math.log(each) for each in clues), 2 * len(clues))
    return (for_spam - against + 1) / 2


def chance(in_spam: int, in_fine: int, *, spam: int, fine: int) -> float:
    """That a comment with this word is spam. Never quite 0 or 1."""
    of_spam, of_fine = in_spam / max(spam, 1), in_fine / max(fine, 1)
    number = in_spam + in_fine
    seen = of_spam / (of_spam + of_fine) if number else 0.5
    return (WEIGHT * 0.5 + number * seen) / (WEIGHT + number)


def chi_squared(value: float, freedom: int) -> float:
    """The probability of so much or more by chance; `freedom` is even."""
    half = value / 2
    term = total = math.exp(-half)
    for step in range(1, freedom // 2):
        term *= half / step
        total += term
    return min(total, 1.0)
