"""Articles and what they are grouped by, published in one call."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.utils.text import slugify
from wagtail.models import Locale

from rotativa.articles.models import (
    Article,
    ArticleAuthor,
    Author,
    EarlierCoverage,
    FrontPage,
    Question,
    Section,
    Tag,
)

NOON = datetime(2026, 4, 16, 10, tzinfo=UTC)  # 12:00 in Madrid
GroupT = TypeVar("GroupT", Section, Author, Tag)


def add_group(model: type[GroupT], locale: Locale, name: str, **fields: Any) -> GroupT:
    fields.setdefault("slug", slugify(name))
    return model._default_manager.create(name=name, locale=locale, **fields)


def translate(group: GroupT, locale: Locale, name: str) -> GroupT:
    """The same section, author or tag in another language."""
    return add_group(type(group), locale, name, translation_key=group.translation_key)


def add_article(
    front: FrontPage,
    title: str,
    *,
    at: datetime = NOON,
    authors: Sequence[Author] = (),
    tags: Iterable[Tag] = (),
    earlier: Sequence[Article] = (),
    questions: Sequence[dict[str, Any]] = (),
    translates: Article | None = None,
    is_live: bool = True,
    **fields: Any,
) -> Article:
    """An article on a front page, published at a moment unless it is to stay a draft."""
    article = Article(title=title, locale=front.locale, live=False, **fields)
    if translates is not None:
        article.translation_key = translates.translation_key
    if is_live:
        article.first_published_at = at
    front.refresh_from_db()
    front.add_child(instance=article)
    article.article_authors.set(
        [ArticleAuthor(author=author, sort_order=place) for place, author in enumerate(authors)]
    )
    article.tags.set(tags)
    article.earlier_coverage.set(
        [EarlierCoverage(earlier=each, sort_order=place) for place, each in enumerate(earlier)]
    )
    article.questions.set(
        [
            Question(locale=front.locale, sort_order=place, **question)
            for place, question in enumerate(questions)
        ]
    )
    article.save()  # as the desk does with drafts, whose authors can be searched for
    revision = article.save_revision()
    if is_live:
        revision.publish()
    return Article.objects.get(pk=article.pk)
