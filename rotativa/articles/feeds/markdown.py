"""An article as Markdown: what it is in front matter, then the text, made of the same HTML as in feeds."""

from typing import Any

import yaml
from django.conf import settings
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext
from markdownify import MarkdownConverter

from rotativa.articles.anatomy import authors_of, section_of, tags_of
from rotativa.articles.changed import changed_at
from rotativa.articles.feeds.addresses import markdown_url
from rotativa.articles.feeds.text import text_of
from rotativa.articles.models import Article
from rotativa.pages.addresses import absolute, local_url
from rotativa.pages.languages import joined
from rotativa.pages.models import Paper
from rotativa.pages.templatetags.moments import long_date


def as_markdown(article: Article) -> str:
    authors = [author.name for author in authors_of(article)]
    parts = [
        f"---\n{front_matter(article, authors)}---",
        f"# {inline(article.title)}",
        inline(article.deck),
        inline(signature(article, authors)),
        markdown_of(text_of(article)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def front_matter(article: Article, authors: list[str]) -> str:
    paper = Paper.objects.in_language(article.language)
    section, changed = section_of(article), changed_at(article)
    told: dict[str, Any] = {
        "title": article.title,
        "description": article.deck,
        "authors": authors,
        "published": article.first_published_at.isoformat(),
        "updated": changed.isoformat() if changed else "",
        "section": section.name if section else "",
        "tags": [tag.name for tag in tags_of(article)],
        "language": article.language,
        "canonical": absolute(local_url(article)),
        "translations": {
            str(each.locale.language_code): absolute(markdown_url(local_url(each)))
            for each in article.live_translations()
        },
        "publisher": paper.name if paper else "",
        "license": settings.FEEDS.license,
    }
    kept = {name: value for name, value in told.items() if value}
    return str(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=10_000))


def signature(article: Article, authors: list[str]) -> str:
    """As it stands under the headline: who, and when."""
    names = joined(authors, language=translation.get_language() or "")
    by = gettext("By %(authors)s") % {"authors": names} if names else ""
    return ", ".join(part for part in (by, long_date(article.first_published_at)) if part)


def markdown_of(html: str) -> str:
    """CommonMark with tables; what is a mark by chance is escaped."""
    return str(converter().convert(html)).strip()


def inline(text: str) -> str:
    """Plain words, in which nothing is a mark."""
    return markdown_of(str(escape(" ".join(text.split()))))


def converter() -> MarkdownConverter:
    return Converter(
        heading_style="ATX",
        bullets="-",
        escape_misc=True,
        newline_style="backslash",
        sup_symbol="<sup>",
        sub_symbol="<sub>",
        code_language_callback=language_of,
    )


class Converter(MarkdownConverter):
    def convert_pre(self, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002  # named by the converter
        """Between fences that are longer than any within."""
        fence = "```"
        while fence in text:
            fence += "`"
        return f"\n\n{fence}{language_of(el)}\n{text.strip(chr(10))}\n{fence}\n\n" if text else ""


def language_of(pre: Any) -> str:
    """The programming language of a listing, as its `class` tells it."""
    names = pre.code.get("class") if pre.code else None
    return str(names[0]).removeprefix("language-") if names else ""
