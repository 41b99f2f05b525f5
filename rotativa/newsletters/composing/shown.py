"""Issues as their pages and feeds show them, and as they go: without what has been withdrawn since."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from rotativa.articles.models import Article
from rotativa.articles.standing import place_key
from rotativa.newsletters.composing.compose import named_in
from rotativa.newsletters.composing.contents import (
    Answered,
    Contents,
    Corrected,
    Discussed,
    OpenQuestion,
    Story,
)
from rotativa.newsletters.models import Issue
from rotativa.pages import keys
from rotativa.pages.addresses import local_url
from rotativa.pages.templatetags.moments import weekday_date

Told = TypeVar("Told", Story, OpenQuestion, Answered, Corrected, Discussed)


def shown_contents(issues: Sequence[Issue]) -> dict[int, Contents]:
    """By issue. One query, however many.

    An issue says what it said: of its articles only whether and where they are found changes it. An old
    question stands in each daily issue for months.
    """
    contents = {issue.pk: Contents.of(issue) for issue in issues}
    paths = paths_of({pk for each in contents.values() for pk in articles_of(each)})
    return {pk: as_published(each, paths) for pk, each in contents.items()}


def titles_of(issues: Sequence[Issue]) -> dict[int, str]:
    """By issue: its subject, unless that may be the headline of what was withdrawn. One query, however many; the
    language of the issues must be active."""
    named = {issue.pk: named_in(issue) for issue in issues}
    found = paths_of({article for articles in named.values() for article in articles})
    return {
        issue.pk: issue.subject if named[issue.pk] <= set(found) else name_of(issue)
        for issue in issues
    }


def name_of(issue: Issue) -> str:
    name = issue.newsletter.name_in(issue.language)
    return f"{name}, {weekday_date(issue.day)}" if issue.day else name


def still_published(contents: Contents) -> Contents:
    """Of an issue that is still to go."""
    return as_published(contents, paths_of(set(articles_of(contents))))


def paths_of(articles: set[int]) -> dict[int, str]:
    """Of those that any reader may open."""
    keys.declare(*map(place_key, articles))
    with keys.collected():  # rows that load say that all of them is shown
        found = Article.objects.published().filter(pk__in=articles)
        return {
            article.pk: local_url(article)
            for article in found.select_related("locale").defer_streamfields()
        }


def articles_of(contents: Contents) -> Iterable[int]:
    told: tuple[Story | OpenQuestion | Answered | Corrected | Discussed, ...] = (
        *contents.known,
        *contents.still_open,
        *contents.answered,
        *contents.corrections,
        *contents.discussed,
    )
    return (each.article for each in told if each.article is not None)


def as_published(contents: Contents, paths: dict[int, str]) -> Contents:
    return contents.model_copy(
        update={
            "stories": published(contents.stories, paths),
            "left_out": published(contents.left_out, paths),
            "still_open": published(contents.still_open, paths),
            "answered": published(contents.answered, paths),
            "corrections": published(contents.corrections, paths),
            "discussed": published(contents.discussed, paths),
        }
    )


def published(told: Iterable[Told], paths: dict[int, str]) -> tuple[Told, ...]:
    """Each at its address of now; what no reader may open any more is left out."""
    return tuple(
        each.model_copy(update={"path": paths[each.article]} if each.article else {})
        for each in told
        if each.article is None or each.article in paths
    )
