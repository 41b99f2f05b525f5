"""What a page is: an article or a plain page, published or not, of which section."""

from datetime import datetime, tzinfo
from typing import Literal, TypeAlias

from django.utils.translation import gettext as _

from rotativa.importers.records import State
from rotativa.importers.systems.markdown.names import Names
from rotativa.importers.systems.markdown.pages import Page
from rotativa.importers.systems.markdown.values import (
    Values,
    as_moment,
    as_text,
    as_truth,
    is_denied,
)

ItemKind: TypeAlias = Literal["article", "page"]

_ARTICLES = frozenset(
    {"article", "articles", "blog", "blogs", "entries", "entry", "news", "newsitem", "noticias"}
    | {"post", "posts", "stories", "story", "_posts", "_drafts"}
)
_PAGES = frozenset({"page", "pages", "_pages", "single", "static"})
_UNSAID = frozenset(
    {"article", "articles", "blog", "content", "entries", "page", "pages", "post", "posts", "src"}
)
"""Folders whose name says nothing of a section."""
_STATES = {
    "draft": State.DRAFT,
    "pending": State.PENDING,
    "private": State.PRIVATE,
    "unpublished": State.DRAFT,
}


def kind_of(page: Page) -> ItemKind:
    """By what it says, by its folder, and at last by whether it has a date."""
    if page.place.stem == "_index":
        return "page"
    for name in ("kind", "type", "layout"):
        said = as_text(page.values.peek(name)).lower()
        if said in _PAGES | _ARTICLES:
            page.values.take(name)
            return "page" if said in _PAGES else "article"
    folders = {folder.lower() for folder in page.place.folders}
    if folders & _PAGES:
        return "page"
    if folders & _ARTICLES:
        return "article"
    return "article" if page.date else "page"


def state_of(page: Page, kind: ItemKind, at: datetime, *, keep_back: str = "") -> State:
    """Published, unless something speaks against it; why it does not show is told."""
    values, zone = page.values, page.date.tzinfo if page.date else at.tzinfo
    from_date = moment_in(page, "publish_date", "pub_date", zone=zone)
    until = moment_in(page, "expiry_date", zone=zone)
    denied = is_denied(values.take("published")) | as_truth(values.take("draft"))
    said = _STATES.get(as_text(values.take("status", "state")).lower())
    if keep_back:
        page.altered.append(keep_back)
        return State.DRAFT
    if denied or said or "_drafts" in page.place.folders:
        return said or State.DRAFT
    if from_date and from_date > at:
        page.date = from_date
    if until and until <= at:
        page.altered.append(_("It had expired on the old site: kept as a draft."))
        return State.DRAFT
    if page.date and page.date > at:
        return State.SCHEDULED
    if kind == "article" and page.date is None:
        page.altered.append(_("An article without a date: kept as a draft."))
        return State.DRAFT
    return State.PUBLISHED


def moment_in(page: Page, *names: str, zone: tzinfo | None) -> datetime | None:
    """The moment under the first of these keys; one that is not understood is told."""
    value = page.values.take(*names)
    try:
        return as_moment(value, zone or page.zone)
    except (ValueError, OverflowError) as error:
        page.altered.append(_("The date was not understood: %(reason)s.") % {"reason": error})
        return None


def sections_and_tags(values: Values) -> tuple[list[str], list[str]]:
    """Section names, the one that counts first, and tag names."""
    sections = [*values.names("section"), *values.names("category")]
    sections += values.names("categories", split=True)
    return sections, [*values.names("tags", split=True), *values.names("tag")]


def section_of_folder(page: Page, names: Names, *, is_hugo: bool) -> str:
    """The nearest folder that is described; in Hugo's projects also the top one, if it says something."""
    folders = page.place.folders
    if page.place.stem == "index":
        folders = folders[:-1]
    for depth in range(len(folders), 0, -1):
        for name in ("/".join(folders[:depth]), folders[depth - 1]):
            if names.is_described("section", name):
                return name
    top = folders[0] if folders else ""
    if not is_hugo or top.lower() in _UNSAID:
        return ""
    return top.replace("-", " ").replace("_", " ").capitalize()
