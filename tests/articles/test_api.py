"""The read-only API: what it tells, to whom, and how much of it."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from wagtail.models import PageViewRestriction, Site

from rotativa.articles.api import access
from rotativa.articles.models import Article, Author, FrontPage, Section, Tag
from rotativa.evidence.models import Source
from rotativa.media.actions import make_renditions
from rotativa.people.models import User
from tests.factories.articles import NOON, add_article, add_group, translate
from tests.factories.captures import captured
from tests.factories.evidence import claim, leaning, source, tell
from tests.factories.media import PictureFactory

SITE = "https://paper.example"
API = "/api/v1"


@pytest.fixture(autouse=True)
def _nobody_asked_yet() -> None:
    caches["api"].clear()


def asked(client: Client, path: str = "/articles/", **query: Any) -> Any:
    response = client.get(f"{API}{path}", query)
    assert response.status_code == 200, response.content
    return response.json()


def headlines(client: Client, **query: Any) -> list[str]:
    return [each["headline"] for each in asked(client, **query)["items"]]


@pytest.fixture
def river(paper: FrontPage, front_es: FrontPage) -> Section:
    section = add_group(Section, paper.locale, "River")
    translate(section, front_es.locale, "Río")
    return section


@pytest.fixture
def gate(paper: FrontPage, front_es: FrontPage, river: Section) -> Article:
    said = {"means": "", "original": "", "original_language": ""}
    gate = add_article(
        paper,
        "The gate",
        slug="gate",
        deck="Four questions",
        section=river,
        authors=[add_group(Author, paper.locale, "Inés")],
        tags=[add_group(Tag, paper.locale, "Eels")],
        questions=[{"text": "Who closed it?", "asked_of": "the Board"}],
        body=[
            ("paragraph", "<p>It came down.</p>"),
            ("statement", said | {"quote": "No.", "speaker": "The Board",
                                  "url": f"{SITE}/no", "date": date(2026, 4, 15)}),
            ("video", {"url": "https://video.example/1", "title": "", "caption": ""}),
        ],
    )  # fmt: skip
    add_article(front_es, "La compuerta", slug="compuerta", translates=gate, section=river)
    return gate


def in_brief(gate: Article) -> dict[str, Any]:
    def group(name: str, path: str) -> dict[str, Any]:
        slug = name.lower().replace("é", "e")
        return {"name": name, "slug": slug, "language": "en", "url": f"{SITE}/en/{path}/{slug}/"}

    author, (tag,) = gate.article_authors.get().author, gate.tags.all()
    spanish = Article.objects.get(slug="compuerta")
    return {
        "id": gate.pk,
        "language": "en",
        "headline": "The gate",
        "deck": "Four questions",
        "url": f"{SITE}/en/2026/04/16/gate/",
        "api_url": f"{SITE}{API}/articles/{gate.pk}/",
        "published_at": "2026-04-16T10:00:00Z",
        "updated_at": None,
        "section": {"id": gate.section_id, **group("River", "sections")},
        "authors": [{"id": author.pk, **group("Inés", "authors")}],
        "tags": [{"id": tag.pk, **group("Eels", "tags")}],
        "picture": None,
        "translations": [
            {
                "id": spanish.pk,
                "language": "es",
                "headline": "La compuerta",
                "url": f"{SITE}/es/2026/04/16/compuerta/",
            }
        ],
    }


def test_list_tells_articles_in_brief(client: Client, gate: Article) -> None:
    assert asked(client, language="en") == {"count": 1, "items": [in_brief(gate)]}


def test_groups_are_named_in_the_language_of_the_article(client: Client, gate: Article) -> None:
    (spanish,) = asked(client, language="es")["items"]

    assert spanish["section"]["name"] == "Río"
    assert spanish["section"]["url"] == f"{SITE}/es/sections/rio/"


def test_article_tells_its_text_sources_and_questions(client: Client, gate: Article) -> None:
    found = asked(client, f"/articles/{gate.pk}/")

    body = found.pop("body")
    assert found == {
        **in_brief(gate),
        "sources": [
            {"type": "statement", "words": "No.", "by": "The Board", "url": f"{SITE}/no",
             "date": "2026-04-15"},
            {"type": "video", "words": "", "by": "", "url": "https://video.example/1",
             "date": None},
        ],
        "cited": [],
        "claims": [],
        "corrections": [],
        "questions": [
            {"text": "Who closed it?", "asked_of": "the Board", "asked_on": None, "answer": "",
             "answered_on": None, "answered_by": ""}
        ],
    }  # fmt: skip
    assert [each["type"] for each in body] == ["paragraph", "statement", "video"]
    assert "<p>It came down.</p>" in body[0]["html"]


def test_article_tells_what_it_cites_its_claims_and_its_corrections(
    client: Client, paper: FrontPage
) -> None:
    board = source("Board", publisher="The Board", date=date(2026, 4, 2))
    Source.objects.update(state="gone", state_since=NOON)
    captured(board)
    article = add_article(
        paper, "Gate", slug="gate", body=[leaning(board, quote="It fell.", locator="p. 3")]
    )
    said = claim("Nothing moved.", first_source=board)
    tell(article, said)
    article.refresh_from_db()
    article.correction_text = "Eleven metres, not fourteen."
    article.save_revision().publish()

    found = asked(client, f"/articles/{article.pk}/")

    (correction,) = found["corrections"]
    assert (correction["kind"], correction["text"]) == (
        "correction",
        "Eleven metres, not fourteen.",
    )
    assert correction["at"] == found["updated_at"] == asked(client)["items"][0]["updated_at"]
    assert found["cited"] == [
        {"number": 1, "type": "page", "name": "Board", "publisher": "The Board", "speaker": "",
         "date": "2026-04-02", "url": "https://board.example/", "state": "gone",
         "state_since": "2026-04-16T10:00:00Z", "copy_url": f"{SITE}/en/sources/{board.pk}/",
         "quotes": [{"words": "It fell.", "place": "p. 3"}]}
    ]  # fmt: skip
    assert found["claims"] == [
        {"id": said.pk, "text": "Nothing moved.", "language": "en", "speaker": "The Board",
         "said_on": "2026-03-09", "source": "https://board.example/",
         "history": [{"status": "reported", "date": "2026-03-09", "note": "",
                      "source": "https://board.example/"}]}
    ]  # fmt: skip
    assert f'href="{SITE}/en/2026/04/16/gate/#s1"' in found["body"][0]["html"]


def test_picture_is_told_once_readers_can_see_it(client: Client, paper: FrontPage) -> None:
    picture = PictureFactory.create(description="The weir", credit="Ada")
    add_article(paper, "The gate", lead_image=picture)
    assert asked(client)["items"][0]["picture"] is None

    make_renditions(picture)

    told = asked(client)["items"][0]["picture"]
    assert told.pop("url").startswith(f"{SITE}/media/images/")
    assert told == {"width": 700, "height": 467, "alternative": "The weir", "credit": "Ada"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["New", "La compuerta", "The gate"]),
        ({"language": "en"}, ["New", "The gate"]),
        ({"section": "river"}, ["La compuerta", "The gate"]),
        ({"section": "rio", "language": "en"}, ["The gate"]),
        ({"author": "ines"}, ["The gate"]),
        ({"tag": "eels"}, ["The gate"]),
        ({"tag": "nothing"}, []),
        ({"since": "2026-04-17"}, ["New"]),
        ({"until": "2026-04-16", "language": "es"}, ["La compuerta"]),
        ({"limit": 1}, ["New"]),
        ({"limit": 1, "offset": 2}, ["The gate"]),
    ],
)
def test_list_is_narrowed(
    client: Client, paper: FrontPage, gate: Article, query: dict[str, Any], found: list[str]
) -> None:
    add_article(paper, "New", at=NOON + timedelta(days=1))

    assert headlines(client, **query) == found


@pytest.mark.parametrize(
    "query",
    [{"limit": 51}, {"limit": 0}, {"offset": 10_001}, {"offset": -1}, {"since": "soon"},
     {"language": "x" * 36}],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_in_words(
    client: Client, paper: FrontPage, query: dict[str, Any]
) -> None:
    response = client.get(f"{API}/articles/", query)

    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.json()["detail"] == "Validation failed"


def test_nothing_is_told_that_is_not_for_everybody(
    client: Client, paper: FrontPage, gate: Article
) -> None:
    draft = add_article(paper, "Draft", is_live=False)
    gone = add_article(paper, "Gone")
    gone.unpublish()
    locked = add_article(paper, "Locked")
    PageViewRestriction.objects.create(page=locked, restriction_type="login")
    gate.title = "The secret draft"
    gate.save_revision()
    client.force_login(User.objects.create_superuser("ada@paper.example", "x"))

    assert headlines(client) == ["La compuerta", "The gate"]
    for hidden in (draft, gone, locked):
        assert client.get(f"{API}/articles/{hidden.pk}/").status_code == 404
    assert asked(client, f"/articles/{gate.pk}/")["headline"] == "The gate"


def test_translation_that_is_not_public_is_not_named(client: Client, gate: Article) -> None:
    Article.objects.get(slug="compuerta").unpublish()

    assert asked(client, f"/articles/{gate.pk}/")["translations"] == []


def test_pages_of_another_site_are_not_told(
    client: Client, paper: FrontPage, gate: Article
) -> None:
    assert "The gate" in headlines(client)

    Site.objects.update(root_page=add_article(paper, "Elsewhere"))
    Site.clear_site_root_paths_cache()

    assert headlines(client) == ["Elsewhere"]


@pytest.mark.parametrize("path", ["sections", "authors", "tags"])
def test_groups_are_listed_by_language(client: Client, gate: Article, path: str) -> None:
    names = {"sections": ["River"], "authors": ["Inés"], "tags": ["Eels"]}

    found = asked(client, f"/{path}/", language="en")

    assert [each["name"] for each in found["items"]] == names[path]
    assert found["count"] == 1


def test_groups_that_only_drafts_have_are_not_told(client: Client, gate: Article) -> None:
    locale = gate.locale
    add_group(Section, locale, "Chosen")
    secret: dict[str, Any] = {
        "section": add_group(Section, locale, "Secret", is_in_menu=False),
        "authors": [add_group(Author, locale, "Secret")],
        "tags": [add_group(Tag, locale, "Secret")],
    }
    add_article(FrontPage.objects.get(locale=locale), "Draft", is_live=False, **secret)

    names = [
        each["name"]
        for path in ("sections", "authors", "tags")
        for each in asked(client, f"/{path}/", language="en")["items"]
    ]
    assert names == ["Chosen", "River", "Inés", "Eels"]


def test_parts_that_are_read_bring_their_section(client: Client, paper: FrontPage) -> None:
    above = add_group(Section, paper.locale, "Land", is_in_menu=False)
    below = add_group(Section, paper.locale, "River", parent=above, is_in_menu=False)
    add_article(paper, "The gate", section=below)

    assert [each["name"] for each in asked(client, "/sections/")["items"]] == ["Land", "River"]


def test_copies_are_told_only_as_what_they_copy(
    client: Client, gate: Article, front_es: FrontPage
) -> None:
    copy = gate.create_alias(parent=front_es, update_slug="again")

    assert headlines(client) == ["La compuerta", "The gate"]
    assert client.get(f"{API}/articles/{copy.pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("/articles/", 12), ("/sections/", 4)])
def test_list_costs_the_same_for_one_and_for_three(
    client: Client,
    paper: FrontPage,
    django_assert_num_queries: DjangoAssertNumQueries,
    path: str,
    queries: int,
    count: int,
) -> None:
    for number in range(count):
        section = add_group(Section, paper.locale, f"Section {number}")
        author = add_group(Author, paper.locale, f"Author {number}")
        tag = add_group(Tag, paper.locale, f"Tag {number}")
        picture = PictureFactory.create()
        make_renditions(picture)
        add_article(
            paper, f"Article {number}", section=section, authors=[author], tags=[tag],
            lead_image=picture,
        )  # fmt: skip

    with django_assert_num_queries(queries):
        assert asked(client, path)["count"] == count


def test_answer_may_be_kept_and_asked_for_again(client: Client, gate: Article) -> None:
    first = client.get(f"{API}/articles/")
    again = client.get(f"{API}/articles/", headers={"if-none-match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert not first.cookies
    assert (again.status_code, again.content) == (304, b"")


def test_head_tells_what_a_get_would(client: Client, gate: Article) -> None:
    full, head = client.get(f"{API}/articles/"), client.head(f"{API}/articles/")

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == full.headers["ETag"]
    assert head.headers["Content-Length"] == str(len(full.content))


def test_who_asks_too_often_is_told_when_to_come_again(
    client: Client, paper: FrontPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "MOST_A_MINUTE", 2)

    with time_machine.travel(NOON, tick=False):  # in one minute
        answers = [client.get(f"{API}/tags/", REMOTE_ADDR="192.0.2.1") for _ in range(3)]
        other = client.get(f"{API}/tags/", REMOTE_ADDR="192.0.2.2")

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2].headers["Retry-After"]) <= 60
    assert answers[2].json()["status"] == 429
    assert other.status_code == 200


def test_asking_writes_nothing_to_the_database(client: Client, gate: Article) -> None:
    with CaptureQueriesContext(connection) as asked_for:
        asked(client)

    assert asked_for.captured_queries
    assert all(each["sql"].startswith("SELECT") for each in asked_for.captured_queries)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(client: Client, gate: Article, method: str) -> None:
    ada = User.objects.create_superuser("ada@paper.example", "x")
    client.force_login(ada)

    response = getattr(client, method)(f"{API}/articles/{gate.pk}/", "{}", "application/json")

    assert response.status_code == 405


def test_guide_names_every_address_and_field(client: Client, paper: FrontPage) -> None:
    response = client.get(f"{API}/")
    schema = client.get(f"{API}/openapi.json").json()

    page = response.content.decode()
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "<script" not in page
    assert sorted(schema["paths"]) == [
        "/api/v1/articles/",
        "/api/v1/articles/{article_id}/",
        "/api/v1/authors/",
        "/api/v1/sections/",
        "/api/v1/tags/",
    ]
    assert all(list(methods) == ["get"] for methods in schema["paths"].values())
    said = [*schema["paths"], *schema["components"]["schemas"]["FullArticleAnswer"]["properties"]]
    assert [name for name in said if f"{name}<" not in page] == []
