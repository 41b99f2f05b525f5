"""Reads `sections.yaml`, `authors.yaml`, `tags.yaml` and their like."""

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from rotativa.importers.languages import language_code
from rotativa.importers.records import Notice
from rotativa.importers.systems.markdown.files import Folder, Unreadable
from rotativa.importers.systems.markdown.front_matter import parse_data
from rotativa.importers.systems.markdown.names import Kind, Named, Names, Texts
from rotativa.importers.systems.markdown.values import Values, as_list, as_map, as_text, as_truth

KINDS: dict[str, Kind] = {
    "sections": "section",
    "categories": "section",
    "tags": "tag",
    "authors": "author",
    "author": "author",
    "people": "author",
}
ENDINGS = (".yaml", ".yml", ".toml", ".json")


def kind_of(path: str, bases: set[str]) -> Kind | None:
    """The kind of thing a data file describes: `authors.yaml`, or `authors/ada.yaml` under `data/`."""
    at = PurePosixPath(path)
    if at.suffix not in ENDINGS:
        return None
    folder = str(at.parent) if at.parent.name else ""
    if folder in bases:
        return KINDS.get(at.stem)
    above = str(at.parent.parent) if at.parent.parent.name else ""
    if above in bases and above.endswith("data"):
        return KINDS.get(at.parent.name)
    return None


def read_names(
    path: str, kind: Kind, folder: Folder, names: Names, as_html: Callable[[str], str]
) -> Iterator[Notice]:
    """Put what the file says into `names`; whatever of it was not understood comes back."""
    try:
        value, altered = parse_data(folder.read(path).value, PurePosixPath(path).suffix)
    except (Unreadable, ValueError) as error:
        why = _("The file was not used: %(reason)s") % {"reason": error}
        yield Notice("skipped", path, why, place=path)
        return
    yield from (Notice("altered", path, why, place=path) for why in altered)
    unknown: set[str] = set()
    for position, (key, entry) in enumerate(_entries(path, value), start=1):
        if not key:
            why = _("An entry has no key and no name.")
            yield Notice("skipped", f"{path}: {position}", why, place=path)
            continue
        named = names.describe(kind, key, place=path)
        unknown |= _fill(named, entry, position, as_html).keys()
        names.index(named)
    if unknown:
        why = _("Keys that are not used: %(keys)s.") % {"keys": ", ".join(sorted(unknown))}
        yield Notice("skipped", path, why, place=path)


def _entries(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """A list of entries, a map of them by key, or one entry in a file of its own."""
    if PurePosixPath(path).stem not in KINDS:
        yield PurePosixPath(path).stem, value
        return
    if isinstance(value, dict):
        listed = next(iter(value.values())) if len(value) == 1 else None
        if isinstance(listed, list):
            value = listed
    if isinstance(value, dict):
        yield from value.items()
        return
    for entry in as_list(value):
        fields = as_map(entry)
        name = fields.get("name") if fields else entry
        first = next(iter(name.values()), "") if isinstance(name, dict) else name
        yield as_text(fields.get("key") or fields.get("slug")) or as_text(first), entry


def _fill(named: Named, entry: Any, position: int, as_html: Callable[[str], str]) -> dict[str, Any]:
    """Fill `named` from one entry; what was not used comes back."""
    if not isinstance(entry, dict):
        named.name |= as_texts(entry)
        return {}
    values = Values(entry)
    values.take("key")
    named.name |= as_texts(values.take("name", "title", "display_name"))
    if not named.name:
        named.name[""] = named.key
    named.slug |= as_texts(values.take("slug"))
    if named.kind == "author":
        _fill_author(named, values, as_html)
    else:
        named.description |= as_texts(values.take("description", "summary"))
    if named.kind == "section":
        named.parent = as_text(values.take("parent"))
        order = as_text(values.take("position", "order", "weight"))
        named.position = int(order) if order.isdecimal() else position
        named.is_voice = as_truth(values.take("is_voice", "voice", "opinion"))
    return values.rest()


def _fill_author(named: Named, values: Values, as_html: Callable[[str], str]) -> None:
    biography = as_texts(values.take("biography", "bio", "about", "description"))
    named.description |= {language: as_html(text) for language, text in biography.items()}
    named.role |= as_texts(values.take("role", "job", "position"))
    named.email = as_text(values.take("email", "mail"))
    named.portrait = as_text(values.take("portrait", "avatar", "image", "picture", "photo"))
    named.portrait_alt |= as_texts(values.take("portrait_alt"))
    named.portrait_credit = as_text(values.take("portrait_credit"))


def as_texts(value: Any) -> Texts:
    """One text for all languages, or one per language."""
    if not isinstance(value, dict):
        text = as_text(value)
        return {"": text} if text else {}
    texts = {language_code(name): as_text(text) for name, text in value.items()}
    return {language: text for language, text in texts.items() if language and text}
