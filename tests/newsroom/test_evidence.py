"""Sources, claims and corrections at the desk."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rotativa.articles.models import Claim, FrontPage
from rotativa.evidence.models import Capture, Source
from rotativa.evidence.models.capture import Status
from tests.factories.articles import add_article
from tests.factories.captures import captured
from tests.factories.evidence import claim, leaning, source
from tests.newsroom.desk import desk_of, may

SOURCES = "/desk/snippets/evidence/source/"
CLAIMS = "/desk/snippets/articles/claim/"
CORRECTIONS = "/desk/snippets/articles/correction/"


@pytest.fixture
def desk(paper: FrontPage) -> Client:
    return desk_of("Editor")


def listed(desk: Client, path: str, **filters: Any) -> list[str]:
    answer = desk.get(path, filters)
    assert answer.status_code == 200
    return [str(each) for each in answer.context["object_list"]]


def test_sources_are_found_by_what_is_known_of_them(desk: Client, paper: FrontPage) -> None:
    log = source("Log", publisher="Harbour Board", speaker="Íñigo Peña")
    source("Film", kind="video")
    add_article(paper, "The gate", body=[leaning(log)])

    assert listed(desk, SOURCES) == ["Film", "Log"]
    assert f"{SOURCES}edit/{log.pk}/" in desk.get(SOURCES).content.decode()
    for words in ("harbour", "inigo PENA", "Peña board", "log.example"):
        assert listed(desk, SOURCES, q=words) == ["Log"]
    assert listed(desk, SOURCES, q="inigo film") == []
    assert listed(desk, SOURCES, kind="video") == ["Film"]
    assert listed(desk, SOURCES, use="cited") == ["Log"]
    assert listed(desk, SOURCES, use="unused") == ["Film"]


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_however_long(
    desk: Client,
    paper: FrontPage,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for each in range(number):
        said = source(f"S{each}")
        add_article(paper, f"Gate {each}", body=[leaning(said)])
        claim(f"Claim {each}")
    for path in (SOURCES, CLAIMS, CORRECTIONS):
        desk.get(path)

    with django_assert_num_queries(11):
        desk.get(SOURCES)
    with django_assert_num_queries(14):
        desk.get(CLAIMS)
    with django_assert_num_queries(10):
        desk.get(CORRECTIONS)


def test_list_counts_the_articles_that_lean_on_a_source(desk: Client, paper: FrontPage) -> None:
    log = source("Log")
    add_article(paper, "One", body=[leaning(log, log)])
    add_article(paper, "Two", body=[leaning(log)])

    (row,) = desk.get(SOURCES).context["object_list"]

    assert row.articles == 2


def test_pasted_address_is_a_source_and_asks_for_the_words(desk: Client) -> None:
    answer = desk.post(
        "/desk/citing/create/", {"source-url": "https://board.example/log", "source-kind": "page"}
    )

    made = Source.objects.get()
    assert answer.json()["step"] == "words"
    assert f"/desk/citing/{made.pk}/words/" in answer.json()["html"]
    assert made.added_by is not None


def test_address_that_is_there_is_that_source(desk: Client) -> None:
    known = source("Log", url="https://board.example/log")

    answer = desk.post(
        "/desk/citing/create/",
        {"source-url": "http://www.board.example/log/", "source-kind": "page"},
    )

    assert Source.objects.get() == known
    assert "Log" in answer.json()["html"]


LONG = "https://board.example/" + "ж" * 400


@pytest.mark.parametrize("url", ["javascript:alert(1)", "board.example", "", LONG])
def test_address_that_cannot_be_taken_is_told(desk: Client, url: str) -> None:
    answer = desk.post("/desk/citing/create/", {"source-url": url, "source-kind": "page"})

    assert answer.json()["step"] == "reshow_creation_form"
    assert not Source.objects.exists()


def test_chooser_finds_sources_and_goes_on_to_the_words(desk: Client) -> None:
    log = source("Log", publisher="Harbour Board")
    source("Film")

    found = desk.get("/desk/citing/results/", {"q": "harbour"}).content.decode()
    chosen = desk.get(f"/desk/citing/chosen/{log.pk}/").json()
    cited = desk.post(
        f"/desk/citing/{log.pk}/words/", {"cite-quote": " Page\n31 ", "cite-locator": "p. 30"}
    ).json()

    assert "Log" in found
    assert "Film" not in found
    assert chosen["step"] == "words"
    assert cited == {
        "step": "cited",
        "result": {"id": str(log.pk), "name": "Log", "quote": "Page 31", "locator": "p. 30"},
    }


def test_claim_is_reported_then_confirmed_with_a_source(desk: Client) -> None:
    film = source("Film")
    words = {"text_en": "The gate moved.", "speaker_en": "Anglers", "text_es": "Se movió."}
    desk.post(f"{CLAIMS}add/", filled(words))
    said = Claim.objects.get()
    change = {"new_status": "confirmed", "new_source": film.pk, "note_en": "We saw the film."}

    refused = desk.post(f"{CLAIMS}edit/{said.pk}/", filled(words | {"new_status": "confirmed"}))
    assert refused.status_code == 200
    desk.post(f"{CLAIMS}edit/{said.pk}/", filled(words | change))

    log = [(each.status, each.source, str(each.by)) for each in said.statuses.order_by("pk")]
    assert log == [
        ("reported", None, "editor@paper.example"),
        ("confirmed", film, "editor@paper.example"),
    ]
    assert {each.locale.language_code: each.text for each in said.words.all()} == {
        "en": "The gate moved.",
        "es": "Se movió.",
    }
    assert "We saw the film." in desk.get(f"{CLAIMS}edit/{said.pk}/").content.decode()


def filled(words: dict[str, Any]) -> dict[str, Any]:
    names = [
        f"{name}_{code}" for name in ("text", "speaker", "note") for code in ("en", "es", "ar")
    ]
    empty = [*names, "said_on", "first_source", "new_status", "new_date", "new_source"]
    return dict.fromkeys(empty, "") | words


@pytest.mark.parametrize(
    ("group", "allowed"),
    [("Editor", [True, True, True]), ("Author", [True, False, False]),
     ("Contributor", [True, False, False])],
)  # fmt: skip
def test_whoever_writes_may_cite_and_editors_keep_account(
    paper: FrontPage, group: str, allowed: list[bool]
) -> None:
    desk, log, said = desk_of(group), source("Log"), claim()

    answers = [
        desk.post(
            "/desk/citing/create/", {"source-url": "https://new.example/", "source-kind": "page"}
        ),
        desk.get(f"{SOURCES}edit/{log.pk}/"),
        desk.get(f"{CLAIMS}edit/{said.pk}/"),
    ]

    assert [may(answer) and answer.status_code == 200 for answer in answers] == allowed


def test_nobody_writes_a_correction_but_in_its_article(desk: Client) -> None:
    assert not may(desk.get(f"{CORRECTIONS}add/"))


def test_source_is_deleted_but_not_what_tells_of_its_copies(desk: Client) -> None:
    plain, withdrawn = source("Log"), source("Film")
    captured(plain, Status.FAILED)
    captured(withdrawn, visibility="withdrawn", withdrawn_because="A court.")

    told = [
        desk.post(f"{SOURCES}delete/{each.pk}/", follow=True).content.decode()
        for each in (plain, withdrawn)
    ]

    assert "Nothing was deleted" not in told[0]
    assert (
        "Nothing was deleted: 1 copy of it is kept. Copies are withdrawn, never deleted." in told[1]
    )
    assert [str(each) for each in Source.objects.all()] == ["Film"]
    assert Capture.objects.get().withdrawn_because == "A court."
