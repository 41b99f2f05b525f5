"""The marks in an article's text that lean on sources.

A mark is stored as `<a linktype="citation" id="7" quote="…" locator="…">※</a>`: a link as others are,
so whatever copies, translates or compares rich text carries it along. Its number is nowhere stored
in the text: marks are numbered as they appear, and marks of the same source share its number.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText

from rotativa.articles.source_states import ShownState, shown_state
from rotativa.evidence.models import Capture, Source
from rotativa.pages.reading import Put, rich_texts
from rotativa.pages.templatetags.moments import universal

LINK_TYPE = "citation"
SIGN = "※"
"""Stands in the stored text where readers see the number."""
CITING = frozenset({"paragraph", "list", "table"})
"""Blocks in which marks may stand."""
MAX_QUOTE = 2000
MAX_LOCATOR = 200
MARK = re.compile(r'<a\b(?=[^>]*\blinktype="citation")([^>]*)>(.*?)</a>', re.DOTALL)
ATTRIBUTE = re.compile(r'\b([a-z]+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Mark:
    """What is stored of a mark."""

    source_id: int
    quote: str
    locator: str
    block: str


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source as the list at the end of an article shows it."""

    number: int
    source: Source
    marks: list[tuple[int, Mark]]
    """Each with its place among all marks of the article, by which the text can be gone back to."""
    copy: Capture | None = None
    """The latest that readers can see."""

    @property
    def first_mark(self) -> int:
        return self.marks[0][0]

    @property
    def state(self) -> ShownState:
        return shown_state(self.source)

    @property
    def copy_url(self) -> str:
        """Of the page that shows the copy, where readers can see one."""
        return reverse("source", args=[self.source.pk]) if self.copy else ""

    @property
    def leads_to_copy(self) -> bool:
        """Whether the copy stands in for what readers do not find any more where it was."""
        return self.source.is_lost and self.copy is not None

    @property
    def url(self) -> str:
        """Where readers are led: to the live page, to the copy, or nowhere."""
        if self.leads_to_copy:
            return self.copy_url
        return "" if self.source.is_usurped else self.source.url

    @property
    def leaning(self) -> list[Mark]:
        """The marks that say what they rely on."""
        return [mark for _place, mark in self.marks if mark.quote or mark.locator]


def mark_html(source_id: int, *, quote: str = "", locator: str = "") -> str:
    """A mark as it is stored."""
    words = {"id": str(source_id), "quote": quote[:MAX_QUOTE], "locator": locator[:MAX_LOCATOR]}
    said = " ".join(f'{name}="{escape(value)}"' for name, value in words.items() if value)
    return f'<a linktype="{LINK_TYPE}" {said}>{SIGN}</a>'


def read_words(attributes: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in ATTRIBUTE.findall(attributes)}


def read_mark(attributes: str, block: str) -> Mark | None:
    said = read_words(attributes)
    if not said.get("id", "").isdecimal():
        return None
    quote, locator = said.get("quote", ""), said.get("locator", "")
    return Mark(int(said["id"]), quote[:MAX_QUOTE], locator[:MAX_LOCATOR], block)


def texts_of(body: Iterable[Any]) -> Iterator[tuple[str, Put, str]]:
    """Each rich text that may hold marks, with the block in which it stands."""
    for block in body:
        for put, source in rich_texts([block]):
            if LINK_TYPE in source:
                yield str(block.id or ""), put, source


def marks_in(body: StreamValue) -> list[Mark]:
    """In the order of the text."""
    return marks_of(body.raw_data)


def marks_in_draft(content: Mapping[str, Any]) -> list[Mark]:
    """By its content as revisions keep it: to make the article of it takes a dozen queries."""
    body = content.get("body") or "[]"
    return marks_of(json.loads(body) if LINK_TYPE in body else [])


def marks_of(blocks: Iterable[Mapping[str, Any]]) -> list[Mark]:
    marks = [
        read_mark(found[1], str(row.get("id") or ""))
        for row in blocks
        if row["type"] in CITING
        for text in strings_in(row["value"])
        if LINK_TYPE in text
        for found in MARK.finditer(text)
    ]
    return [mark for mark in marks if mark is not None]


def strings_in(value: Any) -> Iterator[str]:
    """The texts in a block as it is stored, in their order."""
    match value:
        case str():
            yield value
        case dict():
            yield from strings_in(list(value.values()))
        case list() | tuple():
            for part in value:
                yield from strings_in(part)


def numbers_of(marks: Iterable[Mark]) -> dict[int, int]:
    """The number of each source, by its id."""
    numbers: dict[int, int] = {}
    for mark in marks:
        numbers.setdefault(mark.source_id, len(numbers) + 1)
    return numbers


def cite(body: StreamValue, *, with_notes: bool = True) -> list[CitedSource]:
    """Put numbers and notes where the marks are; returns what they lead to. Two queries, or none.

    Before the body is made `readable`, wherever it is shown. Links in its text to what is lost lead
    to the copy from then on.

    A mark of a source that is no more is nothing.
    """
    marks = marks_in(body)
    sources = Source.objects.in_bulk({mark.source_id for mark in marks}) if marks else {}
    marks = [mark for mark in marks if mark.source_id in sources]
    wanted = [pk for pk, source in sources.items() if with_notes or source.is_lost]
    copies = Capture.objects.latest_shown(wanted) if wanted else {}
    cited = {
        pk: CitedSource(number, sources[pk], [], copies.get(pk))
        for pk, number in numbers_of(marks).items()
    }
    for place, mark in enumerate(marks, start=1):
        cited[mark.source_id].marks.append((place, mark))
    place = 0

    def shown(found: re.Match[str]) -> str:
        nonlocal place
        mark = read_mark(found[1], "")
        if mark is None or mark.source_id not in cited:
            return ""
        place += 1
        leads_to = cited[mark.source_id]
        note = note_of(leads_to) if with_notes else ""
        return shown_mark(leads_to, place) + note

    for _block, put, source in texts_of(body):
        put(RichText(MARK.sub(shown, source)))
    lead_to_copies(body, [each for each in cited.values() if each.leads_to_copy])
    return list(cited.values())


def lead_to_copies(body: Iterable[Any], lost: Iterable[CitedSource]) -> None:
    """Of ordinary links: what is cited may be linked to as well."""
    links = {
        f'<a href="{escape(url)}"': link_to_copy(each)
        for each in lost
        for url in {each.source.url, each.source.url.rstrip("/")}
    }
    if not links:
        return
    link = re.compile("|".join(map(re.escape, links)))
    for put, source in rich_texts(body):
        if link.search(source):
            put(RichText(link.sub(lambda found: links[found[0]], source)))


def link_to_copy(cited: CitedSource) -> SafeString:
    """The beginning of the element, up to where further attributes may stand."""
    return format_html(
        '<a href="{}" data-originalurl="{}" data-versionurl="{}" data-versiondate="{}"',
        cited.copy_url,
        cited.source.url,
        cited.copy_url,
        universal(cited.copy.taken_at) if cited.copy else "",
    )


def shown_mark(cited: CitedSource, place: int) -> SafeString:
    state = cited.state.mark
    return format_html(
        '<a class="cite" id="c{}" href="#s{}"{} aria-label="{}">{}</a>',
        place,
        cited.number,
        format_html(' data-s="{}"', state) if state else "",
        gettext("Source %(number)d") % {"number": cited.number},
        cited.number,
    )


def note_of(cited: CitedSource) -> SafeString:
    """Beside the line on wide screens; the list at the end says it to whoever hears the page."""
    html = '<small class="note" aria-hidden="true"><b>{}</b> {}{}</small>'
    return format_html(html, cited.number, cited.source.name, cited.state.html)
