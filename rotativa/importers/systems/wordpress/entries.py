"""Turns what was cut out of an export into entries with named fields.

Each entry is parsed for itself, so that a damaged one costs nothing but itself. The parser expands no
entities, loads no DTD and opens no connection.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import TypeAlias

from django.utils.translation import gettext as _
from lxml import etree

from rotativa.importers.files import Export
from rotativa.importers.systems.wordpress.cutting import Cut, Cutter
from rotativa.importers.systems.wordpress.repairing import (
    NAMESPACE,
    NAMESPACE_MARK,
    canonical_prefixes,
    prefixes_in,
    repaired,
)
from rotativa.importers.systems.wordpress.wording import plain

RESUME_LIMIT = 100
REPEATED = frozenset({"category", "wp:postmeta", "wp:termmeta", "wp:comment"})
MARKUP_FIELDS = frozenset({"content:encoded", "excerpt:encoded", "wp:comment_content"})
TITLE = re.compile(rb"<title>\s*(?:<!\[CDATA\[)?([^<]{1,200})")
TITLE_WITHIN = 1 << 12
LINE = re.compile(r",? line \d+(?:, column \d+)?(?: \(.*\))?")
DETAIL_LENGTH = 200
PARSER = etree.XMLParser(
    resolve_entities=False,
    load_dtd=False,
    no_network=True,
    huge_tree=True,  # The bounds are the cutter's; libxml2's own would refuse an honest long post.
    remove_comments=True,
    remove_pis=True,
)


Meta: TypeAlias = Mapping[str, list[str]]


@dataclass(slots=True)
class Fields:
    """The fields of an entry by name (`wp:post_id`), stripped; the first of a name counts."""

    values: dict[str, str] = field(default_factory=dict)
    repeated: dict[str, list[etree._Element]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def id(self, name: str) -> str:
        """An id as WordPress writes it; `0`, which means none there, is empty."""
        value = self[name]
        return "" if value == "0" else value

    def children(self, name: str) -> list[etree._Element]:
        return self.repeated.get(name, [])

    def meta(self, name: str = "wp:postmeta") -> Meta:
        found: dict[str, list[str]] = {}
        for element in self.children(name):
            pair = read_fields(element)
            found.setdefault(pair["wp:meta_key"], []).append(pair["wp:meta_value"])
        return found


@dataclass(slots=True)
class Entry:
    """`fields` is None when the entry could not be read; `problem` then says why."""

    tag: str
    place: str
    fields: Fields | None = None
    problem: str = ""
    title: str = ""
    """What a damaged item seems to be called, so that an editor can find it."""
    is_cut_off: bool = False
    repairs: tuple[str, ...] = ()


class Entries:
    """The entries of one export in the file's order; once walked over, the head of its channel.

    What `skim` has learned all it needs from, in the raw, is neither parsed nor yielded.
    """

    def __init__(self, export: Export, skim: Callable[[bytes], bool] | None = None) -> None:
        self.export = export
        self._skim = skim
        self._prefixes = canonical_prefixes(export)
        self._opening = _opening(self._prefixes)
        self._cutter = Cutter(export)

    @property
    def head(self) -> str:
        return self._cutter.head.decode("utf-8", "replace")

    def __iter__(self) -> Iterator[Entry]:
        resumed = 0
        for cut in self._cutter:
            raw = self.export.data[cut.start : cut.end]
            if self._skim and self._skim(raw):
                continue
            entry = Entry(_canonical(cut.tag, self._prefixes), self.export.place(cut.start))
            entry.fields = self._quickly(raw)
            if entry.fields is None:
                self._with_care(cut, entry)
            if entry.fields is None:
                entry.title = self._title(cut)
            yield entry
            if entry.fields is None and resumed < RESUME_LIMIT and self._cutter.go_on_inside(cut):
                resumed += 1

    def _quickly(self, raw: bytes) -> Fields | None:
        if not raw or NAMESPACE_MARK in raw:
            return None
        try:
            return read_fields(_element(self._opening, raw))
        except etree.XMLSyntaxError:
            return None

    def _with_care(self, cut: Cut, entry: Entry) -> None:
        self._cutter.cut_with_care(cut)
        entry.problem = cut.problem
        entry.is_cut_off = cut.is_cut_off
        if cut.problem:
            return
        source, entry.repairs = repaired(self.export, cut.pieces)
        opening = _opening(prefixes_in(source) | self._prefixes)
        try:
            entry.fields = read_fields(_element(opening, source.encode()))
        except etree.XMLSyntaxError as error:
            entry.problem = _("It is not well-formed XML (%(detail)s).") % {
                "detail": _detail(error)
            }

    def _title(self, cut: Cut) -> str:
        found = TITLE.search(self.export.data, cut.start, min(cut.end, cut.start + TITLE_WITHIN))
        return plain(found[1].decode("utf-8", "replace").replace("]]>", "")) if found else ""


def read_fields(element: etree._Element) -> Fields:
    fields = Fields()
    for child in element:
        name = _name(child.tag)
        if name in REPEATED:
            fields.repeated.setdefault(name, []).append(child)
        elif name not in fields.values:
            fields.values[name] = _text(child, name)
    return fields


def first(values: list[str] | None) -> str:
    return values[0] if values else ""


def text_of(element: etree._Element) -> str:
    return "".join(map(str, element.itertext())).strip()


def _opening(prefixes: dict[str, str]) -> bytes:
    """The tag around an entry that declares its prefixes, each as a namespace of its own name."""
    declared = "".join(f' xmlns:{prefix}="{name}"' for prefix, name in prefixes.items())
    return f"<x{declared}>".encode()


def _element(opening: bytes, source: bytes) -> etree._Element:
    return etree.fromstring(b"%b%b</x>" % (opening, source), PARSER)[0]


def _canonical(tag: str, prefixes: dict[str, str]) -> str:
    prefix, colon, name = tag.rpartition(":")
    return f"{prefixes.get(prefix, prefix)}{colon}{name}"


def _detail(error: etree.XMLSyntaxError) -> str:
    """The parser's words without its lines, which count from the entry's first."""
    return LINE.sub("", error.msg or "")[:DETAIL_LENGTH]


@lru_cache(maxsize=1024)
def _name(tag: str) -> str:
    return tag[1:].replace("}", ":") if tag.startswith("{") else tag


def _text(element: etree._Element, name: str) -> str:
    if not len(element):
        return (element.text or "").strip()
    if name in MARKUP_FIELDS:
        return _inner_markup(element)
    return text_of(element)


def _inner_markup(element: etree._Element) -> str:
    """Markup that stands in a field unescaped, as a string again."""
    inside = [escape(element.text or "")]
    inside += [etree.tostring(child, encoding="unicode") for child in element]
    return NAMESPACE.sub("", "".join(inside)).strip()
