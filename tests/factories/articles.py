"""Articles and what they are grouped by, published in one call."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.utils.text import slugify
from wagtail.models import Locale

from rotativa.articles.actions import save_inquiry
from rotativa.articles.models import (
    Article,
    ArticleAuthor,
    Author,
    EarlierCoverage,
    FrontPage,
    Inquiry,
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


def stand(
    *, translation_key: UUID | None = None, answer: str = "", **fields: Any
) -> tuple[dict[str, Any], str, dict[str, Any]]:
    """What an article says of its question, its answer, and what all languages share."""
    shared: dict[str, Any] = {
        name: fields.pop(name) for name in ("answered_on", "answered_by") if name in fields
    }
    return {"translation_key": translation_key or uuid4(), **fields}, answer, shared


def answer_question(key: UUID, answers: dict[str, str], **fields: Any) -> Inquiry:
    inquiry = Inquiry.objects.get(pk=key)
    for name, value in fields.items():
        setattr(inquiry, name, value)
    return save_inquiry(inquiry, answers)


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
    stands = [stand(**question) for question in questions]
    article.questions.set(
        [
            Question(locale=front.locale, sort_order=place, **asked)
            for place, (asked, _answer, _inquiry) in enumerate(stands)
        ]
    )
    article.save()  # as the desk does with drafts, whose authors can be searched for
    revision = article.save_revision()
    if is_live:
        revision.publish()
    for asked, answer, inquiry in stands:
        if answer or inquiry:
            answer_question(
                asked["translation_key"], {front.locale.language_code: answer}, **inquiry
            )
    return Article.objects.get(pk=article.pk)
