"""What an editor may want to look at before an article goes out. Nothing here stops it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from lxml import html as lxml_html
from wagtail.blocks import StreamValue, StructValue
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.rich_text import RichText

from rotativa.articles.citations import marks_in
from rotativa.articles.models import Article
from rotativa.articles.proof import without_good_copy
from rotativa.articles.typeset import would_change
from rotativa.lib.html import markdown_to_html, text_of
from rotativa.media.renditions import sight
from rotativa.pages.reading import rich_texts

WORDS_A_MINUTE = 220
LETTERS_A_MINUTE = 500
"""Of scripts that write without spaces."""
LONGEST_HEADLINE = 110
"""What search engines and other sites show of one."""
LEAST_LEAD = 1200
"""Pixels of width: below that, large screens and other sites show it blurred or small."""
SAYS_NOTHING = {
    "here", "click here", "this", "this link", "link", "more", "read more", "more here", "source",
    "aquí", "haga clic aquí", "clic aquí", "este enlace", "enlace", "más", "leer más", "ver más",
    "fuente", "тут", "здесь", "hier", "ici", "qui", "aqui",
}  # fmt: skip
WITHOUT_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
MOST_SOURCES = 20
SOURCES = {"video", "social", "file"}


@dataclass(frozen=True, slots=True)
class Finding:
    code: str
    words: str


def findings_of(article: Article) -> list[Finding]:
    """In the order of the form."""
    return [finding for examine in EXAMINATIONS for finding in examine(article)]


def reading_minutes(article: Article) -> int:
    """At the pace of most readers; a minute at least."""
    text = " ".join([article.title, article.deck, *texts(article.body)])
    packed = len(WITHOUT_SPACES.findall(text))
    words = len(WITHOUT_SPACES.sub(" ", text).split())
    return max(1, ceil(words / WORDS_A_MINUTE + packed / LETTERS_A_MINUTE))


def head(article: Article) -> Iterator[Finding]:
    if len(article.title) > LONGEST_HEADLINE:
        said = _("The headline has %(count)d letters: other sites cut it after about %(most)d.")
        yield Finding("headline", said % {"count": len(article.title), "most": LONGEST_HEADLINE})
    if not article.deck:
        yield Finding(
            "deck", _("There is no deck: lists and search engines show nothing below the headline.")
        )
    if article.section_id is None:
        yield Finding(
            "section", _("No section is chosen: the article stands in no section’s list.")
        )


def lead(article: Article) -> Iterator[Finding]:
    picture = article.lead_image
    if picture is None:
        return
    if not (article.lead_image_alt or picture.description):
        yield Finding(
            "alt",
            _(
                "The lead picture has no alternative text: readers who do not see it are told nothing."
            ),
        )
    if picture.width < LEAST_LEAD and not picture.is_svg():
        said = _(
            "The lead picture is %(width)d pixels wide: with fewer than %(least)d it looks blurred on large screens."
        )
        yield Finding("small", said % {"width": picture.width, "least": LEAST_LEAD})


def pictures(article: Article) -> Iterator[Finding]:
    mute = sum(is_mute(value) for value in shown(article.body))
    if mute:
        said = ngettext(
            "%(count)d picture in the body has no alternative text.",
            "%(count)d pictures in the body have no alternative text.",
            mute,
        )
        yield Finding("alt", said % {"count": mute})


def contrast(article: Article) -> Iterator[Finding]:
    """As it was measured when its files for readers were made; nothing before that."""
    chosen = [article.lead_image, *(value["image"] for value in shown(article.body))]
    for picture in dict.fromkeys(filter(None, chosen)):
        match picture.sight:
            case sight.DARK:
                said = _(
                    "The picture “%(title)s” is dark and has no ground of its own: by night readers see hardly anything of it."
                )
            case sight.LIGHT:
                said = _(
                    "The picture “%(title)s” is light and has no ground of its own: by day readers see hardly anything of it."
                )
            case sight.FLAT:
                said = _(
                    "The picture “%(title)s” has hardly any contrast: many readers will not make out what it shows."
                )
            case _other:
                continue
        yield Finding("contrast", said % {"title": picture.title})


def shown(body: StreamValue) -> Iterator[StructValue]:
    for block in body:
        if block.block_type == "image":
            yield block.value
        elif block.block_type == "gallery":
            yield from block.value["images"]


def is_mute(value: StructValue) -> bool:
    picture = value["image"]
    has_words = value["alt"] or value["decorative"] or (picture and picture.description)
    return picture is not None and not has_words


def sources(article: Article) -> Iterator[Finding]:
    has_source = (
        bool(marks_in(article.body))
        or any(
            block.block_type in SOURCES
            or (block.block_type == "statement" and block.value.get("url"))
            for block in article.body
        )
        or any(link.get("href", "").startswith("http") for link in links(article.body))
    )
    if not has_source:
        yield Finding(
            "source",
            _(
                "Nothing in it leads to a source: no mark, no statement with an address, no film, post or file, no link."
            ),
        )


def link_words(article: Article) -> Iterator[Finding]:
    said = [" ".join(link.text_content().split()) for link in links(article.body)]
    empty = [words for words in said if words.casefold().strip(" .…:→»") in SAYS_NOTHING]
    if empty:
        told = _("Links should say where they lead, and these do not: %(words)s.")
        yield Finding(
            "links", told % {"words": ", ".join(f"“{each}”" for each in dict.fromkeys(empty))}
        )


def headings(article: Article) -> Iterator[Finding]:
    found = [block.value for block in article.body if block.block_type == "heading"]
    counted = Counter(" ".join(value["text"].casefold().split()) for value in found)
    for value in found:
        if counted.pop(" ".join(value["text"].casefold().split()), 0) > 1:
            said = _("The heading “%(text)s” stands there more than once.")
            yield Finding("headings", said % {"text": value["text"]})
    before = 1
    for value in found:
        level = int(value["level"])
        if level > before + 1:
            said = _(
                "The heading “%(text)s” skips a level: readers with a screen reader look for what is missing."
            )
            yield Finding("headings", said % {"text": value["text"]})
        before = level


def typewriter(article: Article) -> Iterator[Finding]:
    places = would_change(article)
    if places:
        said = ngettext(
            "In %(count)d place quotes, apostrophes or dashes are those of a typewriter.",
            "In %(count)d places quotes, apostrophes or dashes are those of a typewriter.",
            places,
        )
        yield Finding("typography", said % {"count": places})


def copies(article: Article) -> Iterator[Finding]:
    ids = {mark.source_id for mark in marks_in(article.body)} if article.body else set()
    for source in without_good_copy(ids)[:MOST_SOURCES] if ids else []:
        words = _("There is no good copy yet of a source: “%(source)s”.")
        yield Finding("copy", words % {"source": source.name})


EXAMINATIONS: list[Callable[[Article], Iterable[Finding]]] = [
    head, lead, sources, copies, link_words, headings, pictures, contrast, typewriter,
]  # fmt: skip


def links(body: StreamValue) -> Iterator[lxml_html.HtmlElement]:
    for source in rich(body):
        if "<a" in source:
            yield from lxml_html.fragment_fromstring(source, create_parent="div").iter("a")


def rich(body: StreamValue) -> Iterator[str]:
    """The HTML of what editors write as text."""
    for block in body:
        if isinstance(block.value, RichText | TypedTable):
            yield from (source for _put, source in rich_texts([block]))
        elif block.block_type == "markdown":
            yield markdown_to_html(block.value)
        elif block.block_type == "html":
            yield str(block.value)


def texts(body: StreamValue) -> Iterator[str]:
    """What readers read, in words."""
    yield from (text_of(source.replace("<", " <")) for source in rich(body))
    for block in body:
        match block.block_type:
            case "heading" | "pull_quote":
                yield block.value["text"]
            case "statement":
                yield block.value["quote"]
