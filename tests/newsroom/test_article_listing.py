"""Editors find articles in one flat list, by what they are."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale

from rotativa.articles.actions import add_many
from rotativa.articles.models import Article, ArticleAuthor, Author, FrontPage, Section
from rotativa.people.models import User

NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)
LIST = "/desk/articles/"


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_superuser("ada@paper.example", "a password of hers")


@pytest.fixture
def desk(ada: User, client: Client) -> Client:
    client.force_login(ada)
    return client


def add(front: FrontPage, *titles: str, **fields: object) -> list[Article]:
    values = {"live": True, "first_published_at": NOON} | fields
    pages = [
        Article(title=title, slug=title.lower().replace(" ", "-"), locale=front.locale, **values)
        for title in titles
    ]
    add_many(front, pages, at=NOON)
    return pages


def listed(client: Client, **filters: Any) -> list[str]:
    answer = client.get(LIST, filters)
    assert answer.status_code == 200
    return sorted(page.title for page in answer.context["pages"])


def test_list_holds_articles_of_every_language(
    desk: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    add(paper, "Gate")
    add(front_es, "Compuerta")

    assert listed(desk) == ["Compuerta", "Gate"]
    assert listed(desk, language="es") == ["Compuerta"]


def test_filters_by_section_author_and_date(desk: Client, paper: FrontPage, en: Locale) -> None:
    river = Section.objects.create(name="River", slug="river", locale=en)
    bo = Author.objects.create(name="Bo", slug="bo", locale=en)
    add(paper, "By the river", section=river)
    signed = Article(title="Signed", slug="signed", locale=en, live=True, first_published_at=NOON)
    signed.article_authors = [ArticleAuthor(author=bo)]
    add_many(paper, [signed], at=NOON)
    add(paper, "Old", first_published_at=NOON - timedelta(days=400))

    assert listed(desk, section=river.pk) == ["By the river"]
    assert listed(desk, author=bo.pk) == ["Signed"]
    assert listed(desk, published_date_from="2026-01-01") == ["By the river", "Signed"]


def test_section_is_found_by_its_name_in_any_language(
    desk: Client, paper: FrontPage, front_es: FrontPage, en: Locale, es: Locale
) -> None:
    river = Section.objects.create(name="River", slug="river", locale=en)
    weir = Section.objects.create(name="Weir", slug="weir", locale=en, parent=river)
    rio = river.copy_for_translation(es)
    rio.save()
    add(front_es, "La crecida", section=river)
    add(front_es, "La presa", section=weir)
    add(front_es, "Sin sección")

    assert listed(desk, section=[rio.pk]) == ["La crecida", "La presa"]
    assert listed(desk, section=[weir.pk]) == ["La presa"]


def test_filters_by_state(desk: Client, paper: FrontPage) -> None:
    add(paper, "Out")
    (changed,) = add(paper, "Changed")
    changed.title = "Changed since"
    changed.save_revision()
    add(paper, "Draft", live=False, first_published_at=None)
    go_live_at = NOON + timedelta(days=9999)
    add(paper, "Later", live=False, first_published_at=None, go_live_at=go_live_at)
    (gone,) = add(paper, "Gone")
    Article.objects.get(pk=gone.pk).unpublish()

    assert listed(desk, state="published") == ["Changed", "Out"]
    assert listed(desk, state="changed") == ["Changed"]
    assert listed(desk, state="draft") == ["Draft", "Later"]
    assert listed(desk, state="scheduled") == ["Later"]
    assert listed(desk, state="withdrawn") == ["Gone"]
    assert listed(desk, state="waiting") == []
    assert listed(desk, state=["scheduled", "withdrawn"]) == ["Gone", "Later"]


@pytest.mark.parametrize("number", [1, 3])
def test_costs_the_same_for_one_article_and_for_three(
    desk: Client,
    paper: FrontPage,
    en: Locale,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    bo = Author.objects.create(name="Bo", slug="bo", locale=en)
    river = Section.objects.create(name="River", slug="river", locale=en)
    for index in range(number):
        page = Article(title=f"A {index}", slug=f"a-{index}", locale=en, section=river, live=True)
        page.article_authors = [ArticleAuthor(author=bo)]
        add_many(paper, [page], at=NOON)
    desk.get(LIST)

    with django_assert_num_queries(15):
        desk.get(LIST)
