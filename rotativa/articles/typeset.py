"""An article's quotes and dashes, set by its language where an editor asks for it."""

from typing import Any

from rotativa.articles.models import Article
from rotativa.pages.typography import typeset, typeset_html

FIELDS = ("title", "deck", "lead_image_alt", "lead_image_caption")
RICH = {"paragraph", "list"}
PLAIN = {
    "heading": ("text",),
    "pull_quote": ("text", "attribution"),
    "statement": ("quote", "means"),
    "image": ("alt", "caption"),
}
"""Code, Markdown, HTML, the original words of a statement, tables, galleries, films, files and questions
stay as they were written."""


def would_change(article: Article) -> int:
    """In how many texts `set_marks` would change anything."""
    changed = sum(typeset(text, article.language) != text for text in plain_texts(article))
    return changed + sum(
        typeset_block(raw, article.language) != raw for raw in article.body.raw_data
    )


def plain_texts(article: Article) -> list[str]:
    return [getattr(article, name) for name in FIELDS]


def set_marks(article: Article) -> Article:
    """On the page in memory: whoever asks saves it as a draft."""
    for name in FIELDS:
        setattr(article, name, typeset(getattr(article, name), article.language))
    body = [typeset_block(raw, article.language) for raw in article.body.raw_data]
    article.body = article.body.stream_block.to_python(body)
    return article


def typeset_block(raw: Any, language: str) -> dict[str, Any]:
    kind, value = raw["type"], raw["value"]
    if kind in RICH:
        return {**raw, "value": typeset_html(value, language)}
    if kind in PLAIN:
        texts = {
            name: typeset(value.get(name) or "", language)
            for name in PLAIN[kind]
            if value.get(name)
        }
        return {**raw, "value": {**value, **texts}}
    return dict(raw)
