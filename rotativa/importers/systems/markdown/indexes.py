"""Pages that describe a section, a tag or an author: `_index.md` and its kind."""

from collections.abc import Callable

from rotativa.importers.systems.markdown.languages import Place
from rotativa.importers.systems.markdown.names import Kind, Named, Names
from rotativa.importers.systems.markdown.pages import Page
from rotativa.importers.systems.markdown.values import as_text, as_truth

DECKS = ("deck", "description", "summary", "subtitle", "bio")
_FOLDERS: dict[str, Kind] = {
    "authors": "author",
    "author": "author",
    "_authors": "author",
    "tags": "tag",
    "categories": "section",
    "sections": "section",
}


def described_by(place: Place) -> tuple[Kind, str] | None:
    """What a page in `authors/`, `tags/`, `categories/` or `sections/` describes, and its key."""
    kind = _FOLDERS.get(place.folders[0]) if place.folders else None
    if kind is None:
        return None
    if len(place.folders) == 2 and place.stem in {"_index", "index"}:
        return kind, place.folders[1]
    if len(place.folders) == 1 and kind == "author" and place.stem not in {"_index", "index"}:
        return kind, place.stem
    return None


def is_home(place: Place) -> bool:
    return not place.folders and place.stem in {"_index", "index"}


def is_section_index(place: Place) -> bool:
    return place.stem == "_index" and bool(place.folders)


def section_key(folders: tuple[str, ...]) -> str:
    return "/".join(folders)


def describe_section(page: Page, names: Names, as_plain: Callable[[str], str]) -> None:
    """Name and description in the page's language; the text describes where nothing else does."""
    folders = page.place.folders
    named = names.describe("section", section_key(folders))
    named.slug.setdefault("", folders[-1])
    named.parent = section_key(folders[:-1])
    order = as_text(page.values.take("weight", "position", "order"))
    if order.isdecimal():
        named.position = int(order)
    named.is_voice |= as_truth(page.values.take("is_voice", "voice"))
    _describe(named, page, as_plain)
    names.index(named)


def describe_name(
    page: Page,
    kind: Kind,
    key: str,
    names: Names,
    as_plain: Callable[[str], str],
    as_html: Callable[[str], str],
) -> None:
    """An author with the text as biography, or a tag or section with a description."""
    named = names.describe(kind, key)
    _describe(named, page, as_html if kind == "author" else as_plain)
    if kind == "author":
        role = as_text(page.values.take("role", "job", "position"))
        named.role |= {page.language: role} if role else {}
        named.email = named.email or as_text(page.values.take("email"))
        portrait = as_text(page.values.take("portrait", "avatar", "image", "picture", "photo"))
        if portrait and not named.portrait:
            named.portrait, named.place = portrait, page.path
    names.index(named)


def _describe(named: Named, page: Page, convert: Callable[[str], str]) -> None:
    language = page.language
    named.pages.setdefault(language, page.path)
    title = as_text(page.values.take("title", "name"))
    slug = as_text(page.values.take("slug"))
    deck = as_text(page.values.take(*DECKS))
    named.name |= {language: title} if title else {}
    named.slug |= {language: slug} if slug else {}
    text = convert(page.body) if named.kind == "author" or not deck else ""
    if text or deck:
        named.description[language] = text or deck
