"""Front page, sections, authors, tags, months, questions, search: in the language of the page."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale, Page, PageViewRestriction

from rotativa.articles.actions import add_many
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
from rotativa.pages.models import Paper
from tests.factories.articles import add_group, answer_question
from tests.html import part, tree, words

NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)


@pytest.fixture
def river(en: Locale) -> Section:
    return Section.objects.create(name="River", slug="river", locale=en)


@pytest.fixture
def add(paper: FrontPage) -> Callable[..., Article]:
    bo = Author.objects.create(name="Bo", slug="bo", locale=paper.locale)
    eels = Tag.objects.create(name="Eels", slug="eels", locale=paper.locale)

    def added(number: int, *, front: FrontPage = paper, **fields: Any) -> Article:
        values = {"live": True, "first_published_at": NOON - timedelta(days=number)} | fields
        page = Article(
            title=f"Story {number}", slug=f"story-{number}", locale=front.locale, **values
        )
        page.article_authors = [ArticleAuthor(author=bo)]
        page.tags = [eels]
        page.questions = [
            Question(locale=front.locale, text=f"Why {number}?", asked_on=date(2026, 1, 1))
        ]
        add_many(front, [page], at=NOON)
        return page

    return added


PAGES = {
    "/en/": (25, "Story 0"),
    "/en/sections/river/": (19, "Story 0"),
    "/en/authors/bo/": (18, "Story 0"),
    "/en/tags/eels/": (18, "Story 0"),
    "/en/2026/04/": (15, "Story 0"),
    "/en/archive/": (10, 'href="/en/2026/04/"'),
    "/en/questions/": (16, "Why 0?"),
    "/en/search/?q=story": (14, "<mark>Story</mark> 0"),
}


@pytest.mark.parametrize(
    ("path", "queries", "shown"), [(path, *expected) for path, expected in PAGES.items()]
)
@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_article_and_for_three(
    client: Client,
    add: Callable[..., Article],
    river: Section,
    django_assert_num_queries: DjangoAssertNumQueries,
    path: str,
    queries: int,
    shown: str,
    number: int,
) -> None:
    for index in range(number):
        add(index, section=river)
    client.get(path)

    with django_assert_num_queries(queries):
        html = client.get(path).content.decode()

    assert shown in html


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("is_arranged", "queries"), [(False, 27), (True, 28)])
def test_front_page_costs_the_same_for_one_section_and_for_three(
    client: Client,
    paper: FrontPage,
    add: Callable[..., Article],
    django_assert_num_queries: DjangoAssertNumQueries,
    is_arranged: bool,
    queries: int,
    number: int,
) -> None:
    names = ["River", "Harbour", "Town"][:number]
    sections = [add_group(Section, paper.locale, name) for name in names]
    for index in range(24):
        add(index, section=sections[index % number])
    if is_arranged:
        paper.refresh_from_db()
        by_hand = Article.objects.get(slug="story-20")
        paper.also = [
            *[("section", {"section": section, "layout": "row"}) for section in sections],
            ("articles", {"title": "By hand", "articles": [by_hand]}),
        ]
        paper.save_revision().publish()
    client.get("/en/")

    with django_assert_num_queries(queries):
        html = client.get("/en/").content.decode()

    for name in names:
        assert f">{name}</a></h2>" in html
    assert ("Story 20<" in html.partition("By hand")[2]) is is_arranged


@pytest.mark.parametrize("path", [*PAGES, "/en/", "/en/sections/river/"])
def test_list_shows_only_what_readers_may_open(
    client: Client, add: Callable[..., Article], river: Section, path: str
) -> None:
    add(1, section=river)
    add(2, section=river, live=False, first_published_at=None)
    gone = add(3, section=river)
    Article.objects.get(pk=gone.pk).unpublish()

    html = client.get(path).content.decode()

    assert "Story 2" not in html
    assert "Story 3" not in html
    assert "Why 3?" not in html
    assert "Why 2?" not in html


LISTS = [path for path in PAGES if path != "/en/"]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("above", ["front page", "root"])
def test_list_shows_nothing_below_a_restricted_page(
    client: Client, add: Callable[..., Article], river: Section, path: str, above: str
) -> None:
    article = Article.objects.get(pk=add(0, section=river).pk)
    assert PAGES[path][1] in client.get(path).content.decode()

    page = article.get_parent() if above == "front page" else article.get_root()
    PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert PAGES[path][1] not in client.get(path).content.decode()


@pytest.mark.parametrize("path", LISTS)
def test_list_shows_again_what_may_be_opened_again(
    client: Client, add: Callable[..., Article], river: Section, paper: FrontPage, path: str
) -> None:
    restriction = PageViewRestriction.objects.create(page=paper, restriction_type="login")
    add(0, section=river)
    assert PAGES[path][1] not in client.get(path).content.decode()

    restriction.delete()

    assert PAGES[path][1] in client.get(path).content.decode()


@pytest.mark.parametrize("path", LISTS)
def test_list_forgets_what_was_withdrawn_as_any_page_is(
    client: Client, add: Callable[..., Article], river: Section, path: str
) -> None:
    """Wagtail takes pages from the web without knowing that they are articles."""
    added = add(0, section=river)
    assert PAGES[path][1] in client.get(path).content.decode()

    Page.objects.get(pk=added.pk).unpublish()

    assert PAGES[path][1] not in client.get(path).content.decode()


def test_section_is_named_in_the_language_of_the_page(
    client: Client, add: Callable[..., Article], river: Section, front_es: FrontPage, es: Locale
) -> None:
    rio = river.copy_for_translation(es)
    rio.name, rio.slug = "Río", "rio"
    rio.save()
    add(1, section=river)
    add(2, front=front_es, section=river)  # filed under the section in another language

    spanish = client.get("/es/", headers={"accept-language": "en"}).content.decode()

    assert ">Río<" in spanish
    assert ">River<" not in spanish
    assert 'hreflang="es" href="https://paper.example/es/sections/rio/"' in (
        client.get("/en/sections/river/").content.decode()
    )
    assert client.get("/es/sections/river/").headers["Location"] == "/es/sections/rio/"


@pytest.mark.parametrize(
    ("kind", "slug", "name"),
    [("sections", "river", "River"), ("authors", "bo", "Bo"), ("tags", "eels", "Eels")],
)
def test_group_without_a_name_in_a_language_has_a_page_there(
    client: Client,
    add: Callable[..., Article],
    river: Section,
    front_es: FrontPage,
    kind: str,
    slug: str,
    name: str,
) -> None:
    add(1, section=river)
    article = add(2, front=front_es, section=river)
    english, spanish = f"/en/{kind}/{slug}/", f"/es/{kind}/{slug}/"

    there = client.get(spanish).content.decode()
    here = client.get(english).content.decode()

    assert f'<a href="{spanish}"' in client.get(article.url).content.decode()
    assert f"<h1>{name}</h1>" in there
    assert ("Story 2<" in there, "Story 1<" in there) == (True, False)
    assert ("Story 2<" in here, "Story 1<" in here) == (False, True)
    for page in (there, here):
        for address in (english, spanish):
            assert f'hreflang="{address[1:3]}" href="https://paper.example{address}"' in page
        assert f"/ar/{kind}/" not in page
    assert client.get(f"/ar/{kind}/{slug}/").status_code == 404


def test_group_gives_way_to_another_with_its_slug(
    client: Client, add: Callable[..., Article], front_es: FrontPage, es: Locale
) -> None:
    Author.objects.create(name="Otra Bo", slug="bo", locale=es)
    article = add(1, front=front_es)

    assert "<h1>Otra Bo</h1>" in client.get("/es/authors/bo/").content.decode()
    assert 'href="/en/authors/bo/"' in client.get(article.url).content.decode()
    assert (
        'hreflang="es"'
        not in (client.get("/en/authors/bo/").content.decode().partition("</head>")[0])
    )


def test_section_holds_what_is_filed_under_its_name_in_any_language(
    client: Client, add: Callable[..., Article], river: Section, front_es: FrontPage, es: Locale
) -> None:
    weir = Section.objects.create(name="Weir", slug="weir", locale=river.locale, parent=river)
    for section, name in ((river, "Río"), (weir, "Presa")):
        named = section.copy_for_translation(es)
        named.name, named.slug = name, name.lower()
        named.save()
    for number in range(1, 9):
        add(number, front=front_es, section=weir if number % 2 else river)

    listed = client.get("/es/sections/río/").content.decode()
    front = client.get("/es/").content.decode().partition(">Río</a></h2>")[2]

    assert ("Story 7<" in listed, "Story 8<" in listed) == (True, True)
    assert '<li><a href="/es/sections/presa/">Presa</a></li>' in listed
    assert ("Story 7<" in front, "Story 8<" in front) == (True, True)
    assert "Story 7<" in client.get("/es/sections/presa/").content.decode()


def test_pages_are_counted_from_the_oldest(
    client: Client, add: Callable[..., Article], river: Section
) -> None:
    for number in range(45):
        add(number, section=river)

    newest = client.get("/en/sections/river/").content.decode()
    oldest = client.get("/en/sections/river/page/1/").content.decode()

    assert newest.count('class="row') == 25
    assert oldest.count('class="row') == 20
    assert "Story 44<" in oldest
    assert 'href="/en/sections/river/page/1/"' in newest
    assert client.get("/en/sections/river/page/2/").status_code == 404


def test_month_lists_its_days_and_the_year(client: Client, add: Callable[..., Article]) -> None:
    add(1)
    add(40)

    html = client.get("/en/2026/04/").content.decode()

    assert "Story 1<" in html
    assert "Story 40<" not in html
    assert 'href="/en/2026/03/"' in html
    assert client.get("/en/2026/05/").status_code == 404
    assert client.get("/en/2026/13/").status_code == 404


def test_questions_stand_open_first_then_answered(
    client: Client, add: Callable[..., Article]
) -> None:
    add(1)
    answered = add(2)
    key = Question.objects.get(article=answered).translation_key
    answer_question(key, {"en": "Because."}, answered_on=date(2026, 1, 22))

    html = client.get("/en/questions/").content.decode()

    assert html.index("Why 1?") < html.index("Why 2?")
    assert "After 21 days" in html
    assert "Because." in html


def test_front_page_leads_with_the_editors_choice(
    client: Client, paper: FrontPage, add: Callable[..., Article]
) -> None:
    add(1)
    add(2, is_pinned=True)
    chosen = add(3)

    assert "Story 2" in lead(client)

    paper.refresh_from_db()
    paper.lead = Article.objects.get(pk=chosen.pk)
    paper.save_revision().publish()

    assert "Story 3" in lead(client)


def test_lead_leads_back_to_its_earlier_coverage(
    client: Client, paper: FrontPage, add: Callable[..., Article], river: Section
) -> None:
    old = [add(number, section=river) for number in (3, 4, 5, 6)]
    draft = add(7, live=False, first_published_at=None)
    gate = Article.objects.get(pk=add(1, section=river, is_pinned=True).pk)
    gate.earlier_coverage = [
        EarlierCoverage(earlier_id=each.pk) for each in [draft, old[1], old[0], old[2], old[3]]
    ]
    gate.save()

    page = tree(client.get("/en/"))

    assert [words(each) for each in part(page, "lead__also")] == ["Story 4", "Story 3", "Story 5"]
    elsewhere = " ".join(words(each) for each in page.find_class("also"))
    assert "Story 6" in elsewhere
    assert "Story 4" not in elsewhere


def lead(client: Client) -> str:
    html = client.get("/en/").content.decode()
    return html.partition('class="lead"')[2].partition("</article>")[0]


def test_front_page_shows_the_blocks_that_an_editor_arranged(
    client: Client, paper: FrontPage, add: Callable[..., Article], river: Section
) -> None:
    for number in range(1, 7):
        add(number, section=river)
    draft = add(9, live=False, first_published_at=None)
    paper.refresh_from_db()
    chosen = [Article.objects.get(slug="story-6"), Article.objects.get(pk=draft.pk)]
    paper.also = [("articles", {"title": "By hand", "articles": chosen}), ("open_questions", None)]
    paper.save_revision().publish()

    html = client.get("/en/").content.decode()

    by_hand = html.partition("By hand")[2]
    assert "Story 6" in by_hand
    assert "Story 9" not in html
    assert "Still open" in by_hand


@pytest.mark.parametrize("path", ["/en/", "/en/archive/"])
def test_paper_without_articles_says_so(client: Client, paper: FrontPage, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 200
    assert "Nothing has been published here yet." in answer.content.decode()


def test_paper_without_questions_has_no_link_to_any(
    client: Client, add: Callable[..., Article]
) -> None:
    assert "/en/questions/" not in client.get("/en/").content.decode()

    add(1)

    assert "/en/questions/" in client.get("/en/").content.decode()


def test_latest_stand_under_their_days_with_the_hour_where_it_is_known(
    client: Client, add: Callable[..., Article]
) -> None:
    add(0, first_published_at=datetime(2026, 4, 16, 10, 30, tzinfo=UTC))
    add(1, first_published_at=datetime(2026, 4, 15, 10, 30, tzinfo=UTC))
    add(2, first_published_at=datetime(2026, 4, 14, 22, tzinfo=UTC))  # midnight in Madrid
    add(3, first_published_at=datetime(2025, 4, 14, 9, tzinfo=UTC))

    with time_machine.travel(datetime(2026, 4, 16, 18, tzinfo=UTC), tick=False):
        page = tree(client.get("/en/"))

    latest = page.get_element_by_id("latest").getparent()
    assert words(latest) == (
        "Latest 12:30 Story 0 15 April 12:30 Story 1 Story 2 14 April 2025 11:00 Story 3 "
        "All articles by month"
    )


@pytest.mark.parametrize(("number", "columns"), [(1, None), (2, "2"), (3, "3"), (4, "4")])
def test_a_row_of_stories_has_no_empty_columns(
    client: Client,
    paper: FrontPage,
    add: Callable[..., Article],
    river: Section,
    number: int,
    columns: str | None,
) -> None:
    add(0, is_pinned=True)
    for index in range(1, number + 1):
        add(index, section=river)
    paper.refresh_from_db()
    paper.also = [("section", {"section": river, "layout": "row"})]
    paper.save_revision().publish()

    html = client.get("/en/").content.decode()

    row = html.partition('id="part-1"')[2].partition("</section>")[0]
    assert f"Story {number}<" in row
    assert re.findall(r'class="cols cols--(\d)"', row) == ([columns] if columns else [])


def test_ears_say_what_there_is_to_say(
    client: Client, paper: FrontPage, add: Callable[..., Article]
) -> None:
    assert tree(client.get("/en/")).find_class("ears") == []

    told = Paper.objects.get(locale=paper.locale)
    told.tagline = "For both banks"
    told.save()

    assert words(part(tree(client.get("/en/")), "ears")) == "For both banks"

    add(1)

    assert words(part(tree(client.get("/en/")), "ears")).startswith(
        "For both banks 1 question open"
    )


@pytest.mark.parametrize(
    "path",
    [
        "/en/sections/no/",
        "/en/authors/no/",
        "/en/tags/no/",
        "/en/2031/01/",
        "/en/archive/0/",
        "/en/archive/1999/",
        "/en/archive/99999/",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, paper: FrontPage, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/en/", "/en/archive/", "/en/questions/", "/en/search/?q=eels"])
def test_paper_that_has_published_nothing_opens(
    client: Client, paper: FrontPage, path: str
) -> None:
    response = client.get(path)

    assert response.status_code == 200
    assert "Story" not in response.content.decode()
