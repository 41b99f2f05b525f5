"""What a page says of itself at its beginning: title, publisher, author, date, language.

The page is read by a process of its own (`capture.reader`): one tag may keep a parser busy for a minute.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import islice

from lxml import html
from lxml.etree import ParserError

from rotativa.evidence.capture.bounds import BOUNDS
from rotativa.evidence.capture.reader import Reader

MAX_TAGS = 500
DATE = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")

TITLES = ("og:title", "twitter:title", "citation_title", "dc.title")
PUBLISHERS = ("og:site_name", "citation_journal_title", "application-name", "dc.publisher")
AUTHORS = ("author", "article:author", "citation_author", "dc.creator")
DATES = ("article:published_time", "citation_publication_date", "date", "dc.date", "datepublished")


@dataclass(frozen=True, slots=True)
class PageHead:
    title: str = ""
    publisher: str = ""
    author: str = ""
    day: date | None = None
    language: str = ""


def read_head(page: str) -> PageHead:
    """Of a page that may be cut short anywhere, and may say anything; nothing where it cannot be read."""
    with Reader(BOUNDS) as reader:
        said, _fault = reader.ask(told, page)
    day = said.pop("day", "")
    return replace(PageHead(**said), day=date.fromisoformat(day) if day else None)


def told(page: str) -> Iterator[Mapping[str, object]]:
    """What `read_head` says, within that process and as JSON has it."""
    head = parsed(page)
    yield asdict(head) | {"day": head.day.isoformat() if head.day else ""}


def parsed(page: str) -> PageHead:
    try:
        tree = html.document_fromstring(page.replace("\0", ""))
    except (ParserError, ValueError):
        return PageHead()
    said = meta_of(tree)
    title = next(islice(tree.iter("title"), 1), None)
    language = str(tree.get("lang") or "").strip()
    return PageHead(
        title=first(said, TITLES) or line(title.text or "" if title is not None else "", 300),
        publisher=first(said, PUBLISHERS, 200),
        author="" if "://" in first(said, AUTHORS, 200) else first(said, AUTHORS, 200),
        day=day_of(first(said, DATES)),
        language=language if LANGUAGE.fullmatch(language) else "",
    )


def meta_of(tree: html.HtmlElement) -> dict[str, str]:
    said: dict[str, str] = {}
    for tag in islice(tree.iter("meta"), MAX_TAGS):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or ""
        said.setdefault(name.strip().lower(), str(tag.get("content") or ""))
    return said


def first(said: dict[str, str], names: tuple[str, ...], length: int = 300) -> str:
    return next((text for name in names if (text := line(said.get(name, ""), length))), "")


def line(text: str, length: int) -> str:
    """One line, without what cannot be seen, cut at a word."""
    words = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return words if len(words) <= length else words[: length - 1].rpartition(" ")[0] + "…"


def day_of(text: str) -> date | None:
    found = DATE.match(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
