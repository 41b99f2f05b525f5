"""What is written of an article for searching: its text as readers have it, or as the desk last left it."""

from collections.abc import Iterator, Sequence
from typing import Any

from wagtail.rich_text import get_text_for_indexing

from rotativa.articles.asked import how_they_stand
from rotativa.articles.citations import SIGN
from rotativa.articles.models import Article, Question
from rotativa.articles.models.article import date_of
from rotativa.articles.models.search_entry import Entry
from rotativa.articles.search.wanted import Text
from rotativa.articles.search.words import VERSION
from rotativa.lib.html import markdown_to_html

LONGEST_BODY = 400_000
"""Characters; what stands further down is not found."""
NAMED = ("title", "text", "author", "place", "note", "caption")
"""The words of blocks that show something; the rest of what they hold are addresses and choices."""


def text_of_article(article: Article, *, asks: Sequence[Question]) -> Text:
    """With its questions, of which may be known already how they stand."""
    body = "\n".join(filter(None, [*passages(article), *asked_and_answered(asks)]))
    return Text(
        page_id=article.pk,
        language=article.locale.language_code,
        locale_id=article.locale_id,
        title=article.title,
        deck=article.deck,
        body=body.replace("\0", " ")[:LONGEST_BODY],
    )


def asked_and_answered(questions: Sequence[Question]) -> Iterator[str]:
    for question, inquiry in zip(questions, how_they_stand(questions), strict=True):
        yield question.text
        yield inquiry.answer


def passages(article: Article) -> Iterator[str]:
    """The words of each block as readers see them, without markup and addresses."""
    for block in article.body:
        match block.block_type:
            case "markdown":
                yield get_text_for_indexing(markdown_to_html(str(block.value)))
            case "html":
                yield get_text_for_indexing(str(block.value))
            case "video" | "social" | "map" | "file" | "image" | "gallery":
                yield from named_words(block.value, *NAMED)
            case "statement":
                yield from named_words(block.value, "quote", "speaker", "original")
            case "heading" | "code":
                yield from named_words(block.value, "text", "code")
            case _:
                texts = block.block.get_searchable_content(block.value)
                yield from (text.replace(SIGN, "") for text in texts)


def named_words(value: Any, *names: str) -> Iterator[str]:
    """Of the parts of a block with these names, and of the pictures of a gallery."""
    yield from (str(value[name]) for name in names if value.get(name))
    for each in value.get("images", ()):
        yield from named_words(each, *names)


def entry_of(kind: type[Entry], article: Article) -> Entry:
    moment = article.first_published_at or article.latest_revision_created_at
    day = article.published_date or date_of(moment)
    signed = " ".join(str(link.author_id) for link in article.article_authors.all())[:990]
    return kind(
        page_id=article.pk,
        locale_id=article.locale_id,
        section=article.section_id,
        authors=f" {signed} ",
        year=day.year,
        day=day.toordinal(),
        cell=f"{article.section_id or ''}/{day.year}/{signed}",
        version=VERSION,
    )
