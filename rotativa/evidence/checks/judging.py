"""What a look at a source means. Decides by what was seen alone; knows no rows and asks nobody."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from rotativa.evidence.capture.doubts import WALL
from rotativa.evidence.checks.differences import Changes, changes_between
from rotativa.evidence.checks.states import State
from rotativa.evidence.checks.words import Words, likeness, missing_numbers

ALIKE = 0.85
"""From here on a text is the same, unless a number has gone from it."""
ANOTHER = 0.15
"""Below, it is another text altogether."""
SHORT = 5000
GONE = {404, 410, 451}
NAMES_NOTHING = re.compile(
    r"not found|\b404\b|page (?:has been |was )?(?:removed|deleted)|no longer (?:available|exists)|"
    r"no (?:se )?encontr(?:ó|ada|ado)|ya no (?:está disponible|existe)|página (?:eliminada|borrada)",
    re.IGNORECASE,
)
PARKED = re.compile(
    r"domain (?:name )?(?:is |may be )?for sale|buy this domain|parked (?:free|domain)|domain parking|"
    r"this domain (?:has expired|is parked)|dominio (?:está )?(?:en venta|a la venta)|"
    r"related searches|sedoparking|hugedomains|afternic",
    re.IGNORECASE,
)
# Names below which others are given out, where a country's own letters follow.
SHARED = {"ac", "co", "com", "edu", "gob", "gov", "gub", "mil", "ne", "net", "nom", "or", "org"}


NO_WORDS = Words()


@dataclass(frozen=True)
class Base:
    """What the source was when it was copied."""

    url: str
    """Where the page was in the end."""
    words: Words
    digest: str = ""
    """Of the body, for what has no words."""
    is_html: bool = True
    language: str = ""
    """Of the source, where that is known."""


@dataclass(frozen=True)
class Seen:
    """What the source is now; without a status where there was no answer."""

    url: str
    status: int | None = None
    words: Words = NO_WORDS
    digest: str = ""
    is_html: bool = True
    failure: str = ""
    """A kept reason: see `lib.reasons`."""
    retry_after: str = ""


@dataclass(frozen=True)
class Verdict:
    state: State
    likeness: float | None = None
    detail: str = ""
    """The quote, the numbers, the address or the error, as it is kept, that it was found by."""
    changes: Changes | None = None
    """Of a page that says something else; not of another text altogether."""


def judge(asked: str, seen: Seen, base: Base | None, *, quotes: Iterable[str] = ()) -> Verdict:
    """`base` is None where there is no copy, or none that can be compared.

    `quotes` are words relied on that a copy holds.
    """
    if (refused := by_status(seen)) is not None:
        return refused
    if base is None:
        return of_strange_text(asked, seen, base) or Verdict(State.ALIVE)
    if not base.is_html or not seen.is_html:
        return of_file(seen, base)
    alike = likeness(base.words, seen.words)
    if alike < ANOTHER:
        found = of_strange_text(asked, seen, base) or Verdict(State.CHANGED)
        return Verdict(found.state, alike, found.detail)
    for quote in quotes:
        if not seen.words.says(quote):
            return Verdict(State.QUOTE_MISSING, alike, quote, changes_of(base, seen))
    lost = missing_numbers(base.words, seen.words)
    if alike >= ALIKE and not lost:
        return Verdict(State.ALIVE, alike)
    return Verdict(State.CHANGED, alike, ", ".join(lost[:10]), changes_of(base, seen))


def changes_of(base: Base, seen: Seen) -> Changes | None:
    return changes_between(base.words.text, seen.words.text, language=base.language)


def by_status(seen: Seen) -> Verdict | None:
    match seen.status:
        case None:
            return Verdict(State.UNREACHABLE, detail=seen.failure)
        case status if 200 <= status < 300:
            return None
        case status if status in GONE:
            return Verdict(State.GONE)
        case status if 400 <= status < 500:
            return Verdict(State.BLOCKED)
    return Verdict(State.UNREACHABLE)


def of_file(seen: Seen, base: Base) -> Verdict:
    """Of what has no words that could be compared, such as a document or a picture."""
    if not seen.digest or not base.digest or seen.digest == base.digest:
        return Verdict(State.ALIVE)
    if seen.is_html and NAMES_NOTHING.search(seen.words.opening):
        return Verdict(State.GONE)
    return Verdict(State.CHANGED)


def of_strange_text(asked: str, seen: Seen, base: Base | None) -> Verdict | None:
    """Of a page that has nothing to do with the copy: whose it may be, or that it is none."""
    opening = seen.words.opening
    if len(seen.words.everything) < SHORT and PARKED.search(opening):
        return Verdict(State.USURPED, detail=seen.url)
    if NAMES_NOTHING.search(opening if base else seen.words.title):
        return Verdict(State.GONE)
    if WALL.search(opening):
        return Verdict(State.BLOCKED)
    was = base.url if base else asked
    is_elsewhere = base is not None and domain_of(seen.url) != domain_of(was)
    if is_elsewhere or (is_front(seen.url) and not is_front(was)):
        return Verdict(State.USURPED, detail=seen.url)
    return None


def domain_of(url: str) -> str:
    """What somebody has registered, nearly: who answers is told by likeness, this only explains it."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    labels = host.split(".")
    if host.replace(".", "").isdigit() or ":" in host:
        return host
    is_shared = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SHARED
    return ".".join(labels[-3 if is_shared else -2 :])


def is_front(url: str) -> bool:
    parts = urlsplit(url)
    path = re.sub(r"/(?:index\.\w+)?$", "", parts.path)
    return not parts.query and (
        not path or re.fullmatch(r"/[a-z]{2}(?:-[a-z]{2})?", path) is not None
    )
