"""Marks in imported bodies get the ids of the sources that they lead to; sources are made where they lack."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rotativa.articles.citations import CITING, MARK, mark_html, read_words
from rotativa.evidence.actions import add_source
from rotativa.evidence.models import Source
from rotativa.importers.records import Block, Cited, Notice
from rotativa.lib.fetch_errors import Refused

LONGEST = {"title": 300, "publisher": 200, "speaker": 200, "language": 35}


class Sources:
    """Each address is looked up once in an import."""

    def __init__(self, *, at: datetime) -> None:
        self.at = at
        self.known: dict[Cited, int] = {}

    def with_ids(
        self, body: list[Block], cited: Sequence[Cited], *, notices: list[Notice]
    ) -> list[Block]:
        if not cited:
            return body
        ids = {each.key: self.id_of(each, notices=notices) for each in cited}

        def mark(found: re.Match[str]) -> str:
            said = read_words(found[1])
            pk = ids.get(said.get("id", ""))
            return mark_html(pk, locator=said.get("locator", "")) if pk else ""

        return [
            {**block, "value": with_marks(block["value"], mark)}
            if block["type"] in CITING
            else block
            for block in body
        ]

    def id_of(self, cited: Cited, *, notices: list[Notice]) -> int:
        own = replace(
            cited, key="", **{name: getattr(cited, name)[:most] for name, most in LONGEST.items()}
        )
        if own not in self.known:
            self.known[own] = self.stored(own, notices=notices).pk
        return self.known[own]

    def stored(self, cited: Cited, *, notices: list[Notice]) -> Source:
        said = {name: getattr(cited, name) for name in (*LONGEST, "kind")} | {"date": cited.day}
        fields = {name: value for name, value in said.items() if value}
        if cited.url:
            try:
                return add_source(cited.url, by=None, at=self.at, **fields)
            except Refused as error:
                why = _("Nobody can be led to the address of a source: %(reason)s")
                notices.append(Notice("altered", cited.url, why % {"reason": error}))
                fields.setdefault("title", cited.url[: LONGEST["title"]])
        return without_address(fields, at=self.at)


def without_address(fields: dict[str, Any], *, at: datetime) -> Source:
    """The one that says the same of itself, or a new one: a second import makes none."""
    same = Source.objects.filter(url="", title=fields["title"])
    same = same.filter(publisher=fields.get("publisher", ""), date=fields.get("date"))
    return same.order_by("pk").first() or Source.objects.create(**fields, added_at=at)


def with_marks(value: Any, mark: Any) -> Any:
    """The texts of a block as it is stored, however deep they lie."""
    match value:
        case str():
            return MARK.sub(mark, value) if "citation" in value else value
        case dict():
            return {name: with_marks(part, mark) for name, part in value.items()}
        case list():
            return [with_marks(part, mark) for part in value]
    return value
