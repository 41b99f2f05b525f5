"""What a text says that it leans on: `sources` of its front matter, and the footnotes that name them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from rotativa.importers.records import Block, Cited
from rotativa.importers.systems.markdown.pages import Page
from rotativa.importers.systems.markdown.values import Values, as_day, as_list, as_map, as_text

KINDS = {"page", "post", "video", "document", "data", "statement"}
DEFINED = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)
CALLED = re.compile(r"\[\^([^\]\s]+)\](?!:)")
SIGN = "※"


def sources_of(page: Page) -> dict[str, Cited]:
    """By the label of the footnote that calls each: its `id`, else its place in the list."""
    found: dict[str, Cited] = {}
    for label, entry in entries_of(page.values.take("sources")):
        values = Values(as_map(entry) or {"url" if is_address(entry) else "title": entry})
        cited = source_of(values, page, key=f"source-{len(found) + 1}")
        if not cited.url and not cited.title:
            page.altered.append(_("A source with neither address nor title was left out."))
            continue
        if rest := values.rest():
            why = _("Of a source, these keys are not used: %(keys)s.")
            page.altered.append(why % {"keys": ", ".join(rest)})
        found[label] = cited
    return found


def entries_of(value: Any) -> Iterator[tuple[str, Any]]:
    """A list of them, or a map from labels."""
    entries = as_map(value)
    if entries and not {"url", "title"} & set(entries):
        yield from ((str(label), entry) for label, entry in entries.items())
        return
    for place, entry in enumerate(as_list(value), start=1):
        said = as_map(entry)
        label = as_text(said.get("id")) or as_text(said.get("key"))
        yield label or str(place), entry


def is_address(entry: Any) -> bool:
    return as_text(entry).startswith(("http://", "https://"))


def source_of(values: Values, page: Page, *, key: str) -> Cited:
    values.take("id")
    values.take("key")
    kind = as_text(values.take("kind", "type")).lower()
    try:
        day = as_day(values.take("date", "published"))
    except (ValueError, OverflowError) as error:
        page.altered.append(_("The date was not understood: %(reason)s.") % {"reason": error})
        day = None
    return Cited(
        key=key,
        url=as_text(values.take("url", "link", "href")),
        title=as_text(values.take("title", "name", "text")),
        publisher=as_text(values.take("publisher", "site")),
        speaker=as_text(values.take("speaker", "author", "by")),
        day=day,
        language=as_text(values.take("language", "lang")),
        kind=kind if kind in KINDS else "",
    )


def with_notes(text: str, named: Mapping[str, Cited]) -> tuple[str, dict[str, Cited]]:
    """The text with a note for each source that it calls, and the sources that notes stand for.

    A note of the text's own wins over a source that is only called by its place.
    """
    defined = set(DEFINED.findall(text))
    meant = {
        label: cited
        for label, cited in named.items()
        if label not in defined or not label.isdecimal()
    }
    called = [
        label
        for label in dict.fromkeys(CALLED.findall(text))
        if label in meant and label not in defined
    ]
    notes = "\n".join(f"[^{label}]: {label}" for label in called)
    return (f"{text}\n\n{notes}\n" if notes else text), meant


def with_all_marks(
    blocks: list[Block], cited: tuple[Cited, ...], named: Mapping[str, Cited], page: Page
) -> tuple[list[Block], tuple[Cited, ...]]:
    """What the front matter names and no footnote calls has its mark at the end of the text."""
    left = [each for each in named.values() if each not in cited]
    if not left:
        return blocks, cited
    why = _(
        "A source that no footnote calls has its mark at the end of the last paragraph: %(source)s."
    )
    page.altered += [why % {"source": each.title or each.url} for each in left]
    marks = "".join(f'<a linktype="citation" id="{each.key}">{SIGN}</a>' for each in left)
    paragraphs = [place for place, block in enumerate(blocks) if block["type"] == "paragraph"]
    if not paragraphs:
        return [*blocks, {"type": "paragraph", "value": f"<p>{marks}</p>"}], (*cited, *left)
    last = blocks[paragraphs[-1]]
    ended = {**last, "value": f"{last['value'].removesuffix('</p>')}{marks}</p>"}
    return [ended if block is last else block for block in blocks], (*cited, *left)
