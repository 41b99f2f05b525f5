"""A page of the folder as the article or plain page that it becomes."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rotativa.importers.records import Item, Record
from rotativa.importers.systems.markdown.decisions import (
    ItemKind,
    kind_of,
    section_of_folder,
    sections_and_tags,
    state_of,
)
from rotativa.importers.systems.markdown.links import Linker, Shelved
from rotativa.importers.systems.markdown.names import Kind, Names
from rotativa.importers.systems.markdown.pages import Page, Shelf
from rotativa.importers.systems.markdown.parts import (
    authors_of,
    earlier_of,
    in_menu,
    notices_of,
    old_urls_of,
    questions_of,
    updated_of,
    with_lead_picture,
    with_text,
)
from rotativa.importers.systems.markdown.pictures import Pictures
from rotativa.importers.systems.markdown.values import as_text, as_truth, unique


@dataclass(slots=True)
class Maker:
    """Makes items of pages, and gathers what can be told only when all of them are made."""

    shelf: Shelf
    shelved: Shelved
    names: Names
    pictures: Pictures
    at: datetime
    unknown: dict[str, list[str]] = field(default_factory=dict)
    """Key of front matter that is not used → files that have it."""
    article_folders: set[str] = field(default_factory=set)
    """Folders with an article in them or below."""
    _groups: dict[tuple[str, str], str] = field(default_factory=dict)

    def records(self, page: Page, *, keep_back: str = "") -> Iterator[Record]:
        """What the page refers to and is new, and the page itself as the latest.

        `keep_back` says why it should stay a draft.
        """
        self.shelved.remember(page)
        kind = kind_of(page)
        if kind == "article":
            folders = page.place.folders
            self.article_folders.update("/".join(folders[:n]) for n in range(1, len(folders) + 1))
        linker = Linker(page, self.shelved, self.pictures, self.shelf)
        item = Item(
            kind=kind,
            identity=page.path,
            title="",
            slug=page.slug,
            language=page.language,
            translation_group=self._group(page),
            state=state_of(page, kind, self.at, keep_back=keep_back),
            published_at=page.date,
            updated_at=updated_of(page),
            is_pinned=as_truth(page.values.take("pinned", "sticky", "featured")),
            old_urls=old_urls_of(page, self.shelf.project),
            earlier=earlier_of(page, self.shelved),
            questions=tuple(questions_of(page, self.shelved)),
            place=page.path,
        )
        item = with_lead_picture(with_text(item, page, linker), page, linker)
        item, named = self._with_names(item, page)
        yield from named
        yield from linker.media
        yield replace(item, extra=self._extra(page, kind), notices=notices_of(page, linker))

    def _group(self, page: Page) -> str:
        """One text per language: a second one stands for itself."""
        key = as_text(page.values.take("translation_key", "page_id"))
        group = f"key:{key}" if key else page.place.key
        first = self._groups.setdefault((group, page.language), page.path)
        if first == page.path:
            return group
        why = _("%(path)s is the same text in the same language: not linked to its translations.")
        page.altered.append(why % {"path": first})
        return page.path

    def _with_names(self, item: Item, page: Page) -> tuple[Item, list[Record]]:
        """Section, tags and authors; a plain page has none, and keeps what it says of them."""
        if item.kind == "page":
            return replace(item, in_menu=in_menu(page.values)), []
        new: list[Record] = []

        def use(kind: Kind, name: str, email: str = "") -> str:
            identity, records = self.names.use(kind, name, page.language, email=email)
            new.extend(records)
            return identity

        sections, tags = sections_and_tags(page.values)
        is_hugo = self.shelf.project.system == "hugo"
        section = next(iter(sections), "") or section_of_folder(page, self.names, is_hugo=is_hugo)
        item = replace(
            item,
            section=use("section", section) if section else "",
            tags=tuple(unique(use("tag", tag) for tag in [*tags, *sections[1:]])),
            authors=tuple(unique(use("author", *author) for author in authors_of(page.values))),
        )
        return item, new

    def _extra(self, page: Page, kind: ItemKind) -> dict[str, Any]:
        """A plain page cites nothing, and keeps what it says of sources."""
        given = {name: page.values.take(name) for name in ("sources", "claims")}
        extra = {name: value for name, value in given.items() if value is not None}
        if kind == "article":
            extra.pop("sources", None)
        rest = self.note_unknown(page)
        return extra | ({"front_matter": rest} if rest else {})

    def note_unknown(self, page: Page) -> dict[str, Any]:
        """What of its front matter nothing used, which the report names key by key."""
        rest = page.values.rest()
        for key in rest:
            self.unknown.setdefault(key, []).append(page.path)
        return rest
