"""The grid of articles and languages, as editors see and filter it."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings
from wagtail.models import Locale

from rotativa.articles.models import Article, ArticleAuthor, Author, FrontPage, Section
from rotativa.lib.config_parts import TranslatorConfig
from rotativa.pages.actions import mark_as_checked
from rotativa.pages.models import TranslationState
from rotativa.people.models import User
from tests.factories.articles import add_article, add_group
from tests.newsroom.desk import desk_of

GRID = "/desk/translations/"
MACHINE = TranslatorConfig(how="libretranslate", endpoint="http://127.0.0.1:9")


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_superuser("ada@paper.example", "a password of hers")


@pytest.fixture
def desk(ada: User, client: Client) -> Client:
    client.force_login(ada)
    return client


def translated(article: Article, locale: Locale, *, is_live: bool = False) -> Article:
    copy: Article = article.copy_for_translation(locale)
    if is_live:
        copy.save_revision().publish()
    return copy


def grid(client: Client, **filters: Any) -> dict[str, dict[str, str]]:
    """Each headline with its words by language."""
    answer = client.get(GRID, filters)
    assert answer.status_code == 200
    codes = {locale.pk: locale.language_code for locale in Locale.objects.all()}
    return {
        row.title: {codes[pk]: cell.status for pk, cell in row.cells.items()}
        for row in answer.context["object_list"]
    }


def test_each_cell_says_how_the_article_stands(
    desk: Client, ada: User, paper: FrontPage, front_es: FrontPage, es: Locale, en: Locale
) -> None:
    gate = add_article(paper, "Gate")
    mark_as_checked(
        TranslationState.objects.get(page=translated(gate, es, is_live=True).pk),
        by=ada,
        at=gate.first_published_at,
    )
    ferry = add_article(paper, "Ferry")
    translated(ferry, es, is_live=True)
    quay = add_article(paper, "Quay")
    translated(quay, es)
    choir = add_article(front_es, "Coro")
    translated(choir, en, is_live=True)
    TranslationState.objects.filter(original=choir.pk).update(is_machine_draft=True)
    add_article(paper, "Alone")

    gate.title = "Gate shut"
    gate.save_revision().publish()

    assert grid(desk) == {
        "Gate shut": {"en": "original", "es": "stale", "ar": "missing"},
        "Ferry": {"en": "original", "es": "unchecked", "ar": "missing"},
        "Quay": {"en": "original", "es": "draft", "ar": "missing"},
        "Coro": {"en": "machine_draft", "es": "original", "ar": "missing"},
        "Alone": {"en": "original", "es": "missing", "ar": "missing"},
    }


def test_filters_by_status_section_author_language_and_headline(
    desk: Client, paper: FrontPage, front_es: FrontPage, es: Locale, en: Locale
) -> None:
    river = add_group(Section, en, "River")
    bo = add_group(Author, en, "Bo")
    gate = add_article(paper, "Gate", section=river, authors=[bo])
    copy = translated(gate, es)
    copy.title = "La compuerta"
    copy.save_revision().publish()
    add_article(paper, "Ferry")
    add_article(front_es, "Coro")

    assert set(grid(desk)) == {"Gate", "Ferry", "Coro"}
    assert set(grid(desk, in_es="missing")) == {"Ferry"}
    assert set(grid(desk, in_es=["missing", "unchecked"])) == {"Gate", "Ferry"}
    assert set(grid(desk, in_es="original", in_en="missing")) == {"Coro"}
    assert set(grid(desk, section=river.pk)) == {"Gate"}
    assert set(grid(desk, author=bo.pk)) == {"Gate"}
    assert set(grid(desk, original=es.pk)) == {"Coro"}
    assert set(grid(desk, q="compuerta")) == {"Gate"}
    assert grid(desk, q="x" * 10_000) == {}


def test_counts_lead_to_what_they_count(
    desk: Client, paper: FrontPage, front_es: FrontPage, es: Locale
) -> None:
    translated(add_article(paper, "Gate"), es)
    add_article(paper, "Ferry")

    counts = {
        each["language"]: {str(one["words"]): one["number"] for one in each["statuses"]}
        for each in desk.get(GRID).context["counts"]
    }

    assert counts == {
        "Arabic": {"Missing": 2},
        "English": {"Original": 2},
        "Spanish": {"Missing": 1, "Draft": 1},
    }
    assert f'href="{GRID}?in_es=missing"' in desk.get(GRID).content.decode()


def test_cells_lead_to_the_editor_and_to_translating(
    desk: Client, paper: FrontPage, front_es: FrontPage, es: Locale
) -> None:
    gate = add_article(paper, "Gate")
    copy = translated(gate, es)

    html = desk.get(GRID).content.decode()

    assert f'href="/desk/pages/{gate.pk}/edit/"' in html
    assert f'href="/desk/pages/{copy.pk}/edit/"' in html
    assert f'href="/desk/translation/submit/page/{gate.pk}/?to=ar"' in html
    assert "Draft by machine" not in html


def test_writers_see_no_way_to_what_they_may_not_write(
    paper: FrontPage, front_es: FrontPage, es: Locale
) -> None:
    gate = add_article(paper, "Gate")
    translated(gate, es)

    html = desk_of("Contributor").get(GRID).content.decode()

    assert "Gate" in html
    assert f"/desk/pages/{gate.pk}/edit/" not in html


@pytest.mark.parametrize("number", [1, 3])
def test_costs_the_same_for_one_article_and_for_three(
    desk: Client,
    paper: FrontPage,
    front_es: FrontPage,
    en: Locale,
    es: Locale,
    number: int,
    settings: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    settings.TRANSLATOR = MACHINE
    bo, river = add_group(Author, en, "Bo"), add_group(Section, en, "River")
    for index in range(number):
        translated(add_article(paper, f"A {index}", section=river, authors=[bo]), es)
    assert ArticleAuthor.objects.count() == number * 2
    desk.get(GRID)

    with django_assert_num_queries(15):
        html = desk.get(GRID).content.decode()

    assert html.count("translations-state--draft") == number


@pytest.mark.parametrize("number", [1, 3])
def test_costs_an_author_the_same_for_one_article_and_for_three(
    paper: FrontPage,
    front_es: FrontPage,
    es: Locale,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    author = desk_of("Author")
    for index in range(number):
        translated(add_article(paper, f"A {index}"), es)
    author.get(GRID)

    with django_assert_num_queries(19):
        html = author.get(GRID).content.decode()

    assert html.count("translations-state--draft") == number
