"""Articles in several languages as a newsroom has them: some missing, some stale, some machine drafts.

Stored by the product's own bulk action, as an import would store them.
"""

import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

AT_ONCE = 500
NOW = datetime(2026, 4, 16, 10, tzinfo=UTC)
GROUPS = 12
TEXT = (
    "The ferry was late again, and nobody on the quay could say why it had been so for weeks. " * 8
)


def fill(count: int, *, languages: Sequence[str]) -> None:
    """In a site that has been entered: so many articles in each language, less those not translated."""
    from rotativa.articles.actions import add_many
    from rotativa.articles.models import FrontPage

    keys = [uuid.UUID(int=number + 1) for number in range(count)]
    for place, language in enumerate(languages):
        front = FrontPage.objects.get(locale__language_code=language)
        made = articles_in(front, keys, place=place)
        while batch := [article for _, article in zip(range(AT_ONCE), made, strict=False)]:
            add_many(front, batch, at=NOW)
    vary()
    settle()


def articles_in(front: Any, keys: Sequence[uuid.UUID], *, place: int) -> Iterator[Any]:
    from rotativa.articles.models import Article, ArticleAuthor, Author, Section

    sections = [made(Section, front, number) for number in range(GROUPS)]
    authors = [made(Author, front, number) for number in range(GROUPS)]
    for number, key in enumerate(keys):
        if place and number % 10 == place:
            continue
        at = NOW - timedelta(hours=8 * number)
        article = Article(
            title=f"The ferry is late for the {number}th time, in {front.language}",
            slug=f"the-ferry-is-late-{number}",
            deck=TEXT[:200],
            locale=front.locale,
            translation_key=key,
            section=sections[number % GROUPS],
            live=number % 25 != 24,
            first_published_at=at if number % 25 != 24 else None,
            body=[("paragraph", f"<p>{TEXT}</p>") for _ in range(5)],
        )
        article.article_authors = [ArticleAuthor(author=authors[number % GROUPS])]
        yield article


def made(model: Any, front: Any, number: int) -> Any:
    name = f"{model.__name__} {number} in {front.language}"
    return model.objects.create(
        name=name, slug=f"{model.__name__.lower()}-{number}", locale=front.locale
    )


def vary() -> None:
    """Most translations are checked; every tenth is stale, some are a machine's."""
    from django.db.models import F
    from django.db.models.functions import Mod

    from rotativa.pages.models import TranslationState

    states = TranslationState.objects.annotate(tenth=Mod(F("pk"), 10))
    states.exclude(tenth=9).update(checked_at=NOW)
    states.filter(tenth=1).update(current_digest="changed since")
    states.filter(tenth=2).update(is_machine_draft=True, checked_at=None)


def settle() -> None:
    """As PostgreSQL keeps a paper of years: in one of a minute's age nothing is counted or tidied yet."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
