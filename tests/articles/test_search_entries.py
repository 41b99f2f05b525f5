"""What readers can find follows what they can open, at once; drafts they cannot find by any means."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from wagtail.models import PageViewRestriction

from rotativa.articles.models import Article, DraftEntry, FrontPage, SearchEntry, Section
from rotativa.articles.search.full_text import full_text
from rotativa.articles.search.query import parsed
from rotativa.articles.search.statements import keys
from tests.factories.articles import NOON, add_article, add_group
from tests.html import links, tree

SECRET = "Zanzibar"


pytestmark = [pytest.mark.every_case, pytest.mark.usefixtures("nobody_has_searched")]


def finds(client: Client, query: str = SECRET) -> bool:
    """Whether readers find anything, be it only a number."""
    page = client.get("/en/search/", {"q": query})
    assert page.status_code == 200
    return "Nothing was found" not in page.content.decode()


def edit(article: Article, **fields: Any) -> Article:
    """As the desk does: a draft over what readers have."""
    draft: Article = article.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision()
    return Article.objects.get(pk=article.pk)


def publish(article: Article) -> Article:
    article.get_latest_revision().publish()
    return Article.objects.get(pk=article.pk)


def restrict(page: Any) -> PageViewRestriction:
    restriction: PageViewRestriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.LOGIN
    )
    return restriction


def test_draft_is_found_once_it_is_published(client: Client, paper: FrontPage) -> None:
    article = add_article(paper, SECRET, is_live=False)
    assert not finds(client)

    publish(article)

    assert finds(client)


def test_change_is_found_once_it_is_published(client: Client, paper: FrontPage) -> None:
    article = edit(add_article(paper, "Gate"), title=SECRET)
    assert (finds(client, "gate"), finds(client)) == (True, False)

    publish(article)

    assert (finds(client, "gate"), finds(client)) == (False, True)


WITHDRAWALS: dict[str, Callable[[Article], object]] = {
    "unpublished": lambda article: article.unpublish(),
    "deleted": lambda article: article.delete(),
    "restricted": restrict,
    "restricted and deleted": lambda article: (restrict(article), article.delete()),
    "below a restricted front page": lambda article: restrict(article.get_parent()),
    "below a restricted root": lambda article: restrict(article.get_parent().get_parent()),
    "front page deleted": lambda article: article.get_parent().delete(),
    "rewritten": lambda article: publish(edit(article, title="Other", deck="", body=[])),
}  # fmt: skip


@pytest.mark.parametrize("how", WITHDRAWALS)
def test_what_readers_may_not_open_is_not_found(
    client: Client, paper: FrontPage, front_es: FrontPage, how: str
) -> None:
    article = add_article(paper, SECRET, body=[("paragraph", f"<p>{SECRET}</p>")])
    assert finds(client)

    WITHDRAWALS[how](article)

    assert not SearchEntry.objects.filter(pk=article.pk, page__title=SECRET).exists()
    assert keys(*full_text().found([SearchEntry], parsed(SECRET, languages=["en"]))) == []
    if "front page" not in how and "root" not in how:
        assert not finds(client)


def test_expired_article_is_not_found(client: Client, paper: FrontPage) -> None:
    article = add_article(paper, SECRET)
    publish(edit(article, expire_at=NOON + timedelta(days=5)))
    assert finds(client)

    with time_machine.travel(NOON + timedelta(days=6)):
        call_command("publish_scheduled")

        assert not finds(client)


def test_scheduled_article_is_found_when_it_is_out(client: Client, paper: FrontPage) -> None:
    with time_machine.travel(NOON):
        article = add_article(paper, SECRET, is_live=False)
        publish(edit(article, go_live_at=NOON + timedelta(days=1)))
    assert not finds(client)

    with time_machine.travel(NOON + timedelta(days=2)):
        call_command("publish_scheduled")

        assert finds(client)


@pytest.mark.parametrize("above", [False, True])
def test_article_is_found_again_when_all_may_open_it(
    client: Client, paper: FrontPage, above: bool, django_capture_on_commit_callbacks: Any
) -> None:
    article = add_article(paper, SECRET)
    restriction = restrict(paper if above else article)
    assert not SearchEntry.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        restriction.delete()

    assert finds(client)


def test_article_moved_below_a_restricted_page_is_not_found(
    client: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    article = add_article(paper, SECRET)
    restrict(front_es)

    article.move(front_es, pos="last-child")

    assert not finds(client)
    assert not SearchEntry.objects.exists()


def test_change_that_is_taken_back_is_not_found(client: Client, paper: FrontPage) -> None:
    article = add_article(paper, "Gate")

    with transaction.atomic():
        publish(edit(article, title=SECRET))
        assert finds(client)
        transaction.set_rollback(True)

    assert (finds(client), finds(client, "gate")) == (False, True)


def test_section_is_called_as_it_is_now(client: Client, paper: FrontPage) -> None:
    river = add_group(Section, paper.locale, "River")
    add_article(paper, SECRET, section=river)

    river.name = "Water"
    river.save()

    page = tree(client.get("/en/search/", {"q": SECRET}))
    assert "Water (1)" in [each.text for each in page.iter("option")]


ATTACKS = [
    SECRET, "zanz", f'"{SECRET}"', f"gate {SECRET}", f"gate OR {SECRET}", f'gate" OR "{SECRET}',
    f'gate") OR ("{SECRET}', f"gate' | '{SECRET}", f"gate') | ('{SECRET}':*", f"title:{SECRET}",
    f"{{title}}: {SECRET}", f"language : l1 OR {SECRET}", "* OR 1", f"gate NOT x OR {SECRET}*",
    f"gate\\' | \\'{SECRET}", f"gate%' OR '{SECRET}", f"{SECRET}&order=new", f"gate\0{SECRET}",
]  # fmt: skip


@pytest.mark.parametrize("query", ATTACKS)
def test_no_query_of_readers_reaches_a_draft(client: Client, paper: FrontPage, query: str) -> None:
    draft = add_article(paper, f"{SECRET} gate", deck=SECRET, is_live=False)
    changed = edit(add_article(paper, "The gate"), title=f"{SECRET} gate", deck=SECRET)
    restricted = add_article(paper, f"{SECRET} gate two")
    restrict(restricted)
    assert DraftEntry.objects.count() == 3

    for more in ({}, {"order": "new"}, {"year": "2026"}, {"section": f"x') OR ('{SECRET}"}):
        page = tree(client.get("/en/search/", {"q": query, **more}))
        for form in page.iter("form"):
            form.drop_tree()  # they repeat what was asked
        urls = {url for _words, url in links(page)}
        titles = [row.text_content() for row in page.find_class("row")]

        assert urls.isdisjoint({each.url for each in (draft, restricted)})
        assert [title for title in titles if SECRET in title] == []
        assert len(titles) <= 1
    assert changed.has_unpublished_changes


def test_readers_words_are_kept_apart_from_drafts(paper: FrontPage) -> None:
    """Not by a condition of the query, which may be forgotten: they lie in another table."""
    edit(add_article(paper, "Gate"), title=SECRET)
    add_article(paper, SECRET, is_live=False)
    table = SearchEntry._meta.db_table
    text = f"{table}_words" if connection.vendor == "sqlite" else table

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {text}")  # noqa: S608  # our own name
        rows = str(cursor.fetchall()).lower()

    assert "gate" in rows
    assert SECRET.lower() not in rows
