"""The parts of an item, each from the front matter and the text of its page."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urljoin

from django.utils.translation import gettext as _

from rotativa.importers.records import Cited, Item, Notice, Question
from rotativa.importers.systems.markdown.addresses import with_base
from rotativa.importers.systems.markdown.bodies import as_plain, read_body
from rotativa.importers.systems.markdown.decisions import moment_in
from rotativa.importers.systems.markdown.fences import read_fences, with_filled_fences
from rotativa.importers.systems.markdown.links import Linker, Shelved
from rotativa.importers.systems.markdown.pages import Page
from rotativa.importers.systems.markdown.pictures import Words
from rotativa.importers.systems.markdown.project import Project
from rotativa.importers.systems.markdown.roles import is_html
from rotativa.importers.systems.markdown.sources import sources_of, with_all_marks, with_notes
from rotativa.importers.systems.markdown.values import (
    Values,
    as_day,
    as_list,
    as_map,
    as_text,
    as_truth,
    unique,
)

_PICTURES = (
    "lead_image",
    "image",
    "cover",
    "featured_image",
    "images",
    "thumbnail",
    "header_image",
)
_ADDRESSES = ("src", "url", "path", "image", "file", "filename", "source", "name")
_DECKS = ("deck", "subtitle", "description", "summary", "excerpt")
_UPDATED = ("updated", "lastmod", "last_modified_at", "modified", "updated_at", "last_updated")
_ALIASES = ("aliases", "redirect_from")
_LONGEST_HEADING = 500


def with_text(item: Item, page: Page, linker: Linker) -> Item:
    """Headline, deck and body."""
    title = as_text(page.values.take("title"))
    text = page.body
    heading, rest = ("", text) if is_html(page.path) else _cut_heading(text)
    if heading and (not title or _is_same(heading, title)):
        text = rest
        if title:
            page.altered.append(_("The first heading repeats the title and was left out."))
        else:
            page.altered.append(_("It has no title: its first heading was taken."))
        title = title or as_plain(heading)
    if not title:
        title = page.slug.replace("-", " ").replace("_", " ").strip().capitalize()
        page.altered.append(_("It has no title: its file's name was taken."))
    text = with_filled_fences(text)
    named: dict[str, Cited] | None = None
    if item.kind == "article":
        text, named = with_notes(text, sources_of(page))
    body = read_body(text, is_html=is_html(page.path), reference=linker.reference, named=named)
    for notice in body.notices:
        linker.notices.append(replace(notice, identity=page.path, place=page.path))
    blocks = read_fences(body.blocks, linker.note)
    blocks, sources = with_all_marks(blocks, body.sources, named or {}, page)
    deck = as_text(page.values.take(*_DECKS))
    return replace(item, title=title, deck=deck, body=linker.settle(blocks), sources=sources)


def _cut_heading(text: str) -> tuple[str, str]:
    """A first heading, `# …`, at the very start of a text, and what follows it."""
    line, _newline, rest = text.lstrip("\n").partition("\n")
    if not line.startswith(("# ", "#\t")) or len(line) > _LONGEST_HEADING:
        return "", text
    return line[1:].strip().rstrip("#").strip(), rest


def _is_same(heading: str, title: str) -> bool:
    return re.sub(r"[\W_]+", "", heading).lower() == re.sub(r"[\W_]+", "", title).lower()


def with_lead_picture(item: Item, page: Page, linker: Linker) -> Item:
    address, fields = _lead_picture(page.values)
    said = {
        name: as_text(page.values.take(f"lead_image_{name}", f"image_{name}", f"cover_{name}"))
        or as_text(fields.get(name))
        for name in ("alt", "caption", "credit")
    }
    return replace(
        item,
        lead_image=linker.picture(address, Words(**said), is_lead=True) if address else None,
        lead_image_alt=said["alt"],
        lead_image_caption=said["caption"],
        lead_image_credit=said["credit"],
    )


def _lead_picture(values: Values) -> tuple[str, dict[str, Any]]:
    """The address of the first key that has one, and what else its map says."""
    for name in _PICTURES:
        first = next(iter(as_list(values.peek(name))), None)
        fields = as_map(first)
        address = as_text(first) or next(
            filter(None, (as_text(fields.get(key)) for key in _ADDRESSES)), ""
        )
        if (address and len(as_list(values.peek(name))) == 1) or values.peek(name) is None:
            values.take(name)
        if address:
            return address, fields
    return "", {}


def earlier_of(page: Page, shelved: Shelved) -> tuple[str, ...]:
    """Paths of files where one is meant, else what is written."""
    named = []
    for entry in as_list(page.values.take("earlier")):
        fields = as_map(entry)
        name = as_text(entry) or as_text(fields.get("url")) or as_text(fields.get("slug"))
        named.append(_article(name, page, shelved))
    return tuple(unique(named))


def _article(name: str, page: Page, shelved: Shelved) -> str:
    return shelved.find(name, page=page) or name if name else ""


def questions_of(page: Page, shelved: Shelved) -> Iterator[Question]:
    for entry in as_list(page.values.take("questions")):
        values = Values(as_map(entry) or {"text": entry})
        text = as_text(values.take("text", "question"))
        if not text:
            page.altered.append(_("A question without a text was left out."))
            continue
        yield Question(
            text=text,
            asked_of=as_text(values.take("asked_of")),
            asked_on=_day(page, values.take("asked_on")),
            answer=as_text(values.take("answer")),
            answered_on=_day(page, values.take("answered_on")),
            answered_by=_article(as_text(values.take("answered_by")), page, shelved),
        )
        if rest := values.rest():
            why = _("Of a question, these keys are not used: %(keys)s.")
            page.altered.append(why % {"keys": ", ".join(rest)})


def _day(page: Page, value: Any) -> date | None:
    try:
        return as_day(value)
    except (ValueError, OverflowError) as error:
        page.altered.append(_("The date was not understood: %(reason)s.") % {"reason": error})
        return None


def updated_of(page: Page) -> datetime | None:
    """Only what is later than the publication."""
    updated = moment_in(page, *_UPDATED, zone=page.zone)
    return updated if updated and page.date and updated > page.date else None


def old_urls_of(page: Page, project: Project) -> tuple[str, ...]:
    """Where it was, and what led there; a home page has no address of its own."""
    page.values.take("url")
    page.values.take("permalink")
    addresses = [page.address]
    for alias in [alias for name in _ALIASES for alias in page.values.names(name)]:
        if alias.startswith("/"):
            addresses.append(with_base(alias, project, page.language))
        else:
            addresses.append(urljoin(page.address.rstrip("/") or "/", alias))
    return tuple(unique(address for address in addresses if address != "/"))


def in_menu(values: Values) -> bool:
    return as_truth(values.take("in_menu")) | bool(values.take("menu", "menus"))


def authors_of(values: Values) -> list[tuple[str, str]]:
    """Names and, where given, addresses for mail."""
    found = []
    for entry in [*as_list(values.take("authors")), *as_list(values.take("author"))]:
        fields = as_map(entry)
        name = as_text(fields.get("key") or fields.get("name")) or as_text(entry)
        found.append((name, as_text(fields.get("email"))))
    return [(name, email) for name, email in found if name]


def notices_of(page: Page, linker: Linker) -> tuple[Notice, ...]:
    altered = (Notice("altered", page.path, why, page.path, page.path) for why in page.altered)
    return (*altered, *linker.notices)
