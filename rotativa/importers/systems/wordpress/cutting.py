"""Cuts an export into its entries before any XML parser sees it.

WordPress writes `]]>` inside CDATA without a second thought, and both its own importer and libxml2 stop
there and lose the rest of the file. Here `]]>` ends a section only where a closing tag of the format
follows. What cannot be cut is named with its line, and cutting goes on at the next entry.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from rotativa.importers.files import Export
from rotativa.importers.records import ImportRefused

QUICK_LIMIT = 4 << 20
FIELD_LIMIT = 16 << 20
ENTRY_LIMIT = 64 << 20
PIECE_LIMIT = 500_000
HEAD_LIMIT = 1 << 20
VAIN_SEARCHES = 100
"""How many searches may run to the end of a file for nothing before such marks count as text."""
VAIN_HURRIES = 1000
"""How many entries may turn out damaged before each is cut with care from the start."""

SECTION = rb"(?:(?P<field>[^\s<>/!?]++)(?:\s[^<>]*+)?>\s*+<)?!\[CDATA\["
OUTSIDE = re.compile(
    rb"<(?:(?P<comment>!--)"
    rb"|(?P<declaration>!(?i:DOCTYPE|ENTITY))"
    rb"|(?P<entry>(?:[\w.-]++:)?(?:item|author|wp_author|category|tag|term))(?=[\s/>])"
    rb"|" + SECTION + rb")"
)
START_TAG = re.compile(rb"[^<>]*+>")
PLAIN_FIELDS = (
    rb"title|link|pubDate|guid|description|category|author|comments|enclosure|language|generator"
    rb"|(?:wp|content|excerpt|dc|wfw|itunes|media):[\w.-]++"
)
NEXT_ITEM = re.compile(rb"<item>\s*+<title>")


class Piece(NamedTuple):
    """A part of an entry: markup, or the text of a CDATA section without its brackets."""

    start: int
    end: int
    is_text: bool


@dataclass(slots=True)
class Cut:
    """One entry of the file as it stands there, and what keeps it from being cut out whole."""

    tag: str
    start: int
    end: int = 0
    pieces: list[Piece] = field(default_factory=list)
    problem: str = ""
    is_cut_off: bool = False
    """The file ends inside it."""


class Cutter:
    """Walks over an export; `head` is what stands before and between the entries, up to a bound.

    It yields each entry with the end that it has if nothing is wrong with it, or without an end. Whoever
    finds that it cannot be parsed asks for it to be cut with care, before the next one.
    """

    def __init__(self, export: Export) -> None:
        self.export = export
        self.head = bytearray()
        self._position = 0
        self._searches = VAIN_SEARCHES
        self._hurries = VAIN_HURRIES

    def __iter__(self) -> Iterator[Cut]:
        data = self.export.data
        while found := OUTSIDE.search(data, self._position):
            self._keep(self._position, found.start())
            if found["declaration"]:
                self._refuse_declaration(found.start())
            if found["entry"]:
                cut = Cut(found["entry"].decode("ascii", "replace"), found.start())
                cut.end = self._position = self._quick_end(found)
                yield cut
            else:
                self._position = self._after(found)
        self._keep(self._position, len(data))

    def _quick_end(self, found: re.Match[bytes]) -> int:
        if not self._hurries:
            return 0
        close = b"</%b>" % found["entry"]
        end = self.export.data.find(close, found.end(), found.end() + QUICK_LIMIT)
        return end + len(close) if end >= 0 else 0

    def cut_with_care(self, cut: Cut) -> None:
        """Find where the entry really ends and what its sections are, and go on from there."""
        self._hurries = max(0, self._hurries - 1)
        tag = cut.tag.encode("ascii", "replace")
        opening = START_TAG.match(self.export.data, cut.start + 1 + len(tag))
        cut.end = cut.start + 1
        if not opening:
            cut.problem = _("Its opening tag is damaged.")
        elif opening[0].endswith(b"/>"):
            cut.end = opening.end()
            cut.pieces.append(Piece(cut.start, cut.end, is_text=False))
        else:
            self._cut_inside(cut, _inside(tag), opening.end())
        self._position = cut.end

    def go_on_inside(self, cut: Cut) -> bool:
        """Go on at an item that a damaged entry has swallowed, if there is one."""
        found = NEXT_ITEM.search(self.export.data, cut.start + 1, cut.end)
        if found:
            self._position = found.start()
        return bool(found)

    def _keep(self, start: int, end: int) -> None:
        room = HEAD_LIMIT - len(self.head)
        if room > 0:
            self.head += self.export.data[start : min(end, start + room)]

    def _after(self, found: re.Match[bytes]) -> int:
        """Past a comment or a section of the channel; past its mark alone when it never ends."""
        if found["comment"]:
            return self._after_comment(found.end())
        close = self._section_end(found)
        end = close.end() if close else found.end()
        self._keep(found.start(), end)
        return end

    def _after_comment(self, start: int) -> int:
        end = self.export.data.find(b"-->", start) if self._searches else -1
        if end >= 0:
            return end + 3
        self._searches = max(0, self._searches - 1)
        return start

    def _section_end(self, found: re.Match[bytes]) -> re.Match[bytes] | None:
        if not self._searches:
            return None
        end = _section_end(found["field"]).search(self.export.data, found.end())
        self._searches -= end is None
        return end

    def _refuse_declaration(self, offset: int) -> None:
        place = self.export.where(offset)
        if re.match(rb"(?i)<!DOCTYPE\s+html", self.export.data[offset : offset + 40]):
            why = _("This is a web page and not an export of WordPress.")
        else:
            why = _(
                "The file declares a document type or entities. An export of WordPress has none, "
                "and such declarations can do harm: the file is not read."
            )
        raise ImportRefused(f"{place}: {why}")

    def _cut_inside(self, cut: Cut, tokens: re.Pattern[bytes], position: int) -> None:
        data = self.export.data
        markup = cut.start
        while found := tokens.search(data, position):
            if found["close"]:
                cut.end = found.end()
                _add(cut, markup, cut.end, is_text=False)
                cut.problem = _beyond_limits(cut)
                return
            if found["again"]:
                cut.end = found.start()
                cut.problem = _("It is not closed before the next one begins.")
                return
            if found["comment"]:
                _add(cut, markup, found.start(), is_text=False)
                markup = position = self._after_comment(found.end())
                continue
            _add(cut, markup, found.end() - len(b"<![CDATA["), is_text=False)
            close = self._section_end(found)
            if not close:
                break
            _add(cut, found.end(), close.start(), is_text=True)
            markup = position = close.end()
        cut.end = len(data)
        cut.is_cut_off = True
        cut.problem = _("The file ends inside it.")


@lru_cache(maxsize=64)
def _inside(tag: bytes) -> re.Pattern[bytes]:
    """What matters inside an entry: its end, the next item's beginning, comments and sections."""
    return re.compile(
        rb"<(?:(?P<close>/" + re.escape(tag) + rb"\s*+>)|(?P<again>item[\s>])|(?P<comment>!--)"
        rb"|" + SECTION + rb")"
    )


@lru_cache(maxsize=256)
def _section_end(tag: bytes | None) -> re.Pattern[bytes]:
    """`]]>` before a closing tag of the format, of the field itself, or before the next section."""
    fields = PLAIN_FIELDS + (rb"|" + re.escape(tag) if tag else b"")
    return re.compile(rb"\]\]>(?=\s*+(?:</(?:" + fields + rb")\s*+>|<!\[CDATA\[))")


def _add(cut: Cut, start: int, end: int, *, is_text: bool) -> None:
    """A bound for memory only: an entry that reaches it is over a limit and refused when it ends."""
    if len(cut.pieces) <= PIECE_LIMIT:
        cut.pieces.append(Piece(start, end, is_text))


def _beyond_limits(cut: Cut) -> str:
    longest = max(piece.end - piece.start for piece in cut.pieces)
    if longest > FIELD_LIMIT:
        return _("It has a field of %(size)d MiB; %(limit)d are the limit.") % {
            "size": longest >> 20,
            "limit": FIELD_LIMIT >> 20,
        }
    if cut.end - cut.start > ENTRY_LIMIT:
        return _("It is %(size)d MiB long; %(limit)d are the limit.") % {
            "size": (cut.end - cut.start) >> 20,
            "limit": ENTRY_LIMIT >> 20,
        }
    if len(cut.pieces) > PIECE_LIMIT:
        return _("It has more than %(limit)d fields.") % {"limit": PIECE_LIMIT}
    return ""
