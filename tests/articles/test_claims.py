"""Claims: said once, told in every language, and never unsaid."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rotativa.articles.actions import change_claim
from rotativa.articles.models import Claim, ClaimStatus, FrontPage
from rotativa.lib.append_only import WrittenOnce
from tests.factories.articles import add_article
from tests.factories.evidence import claim, leaning, source, tell
from tests.html import links, part, tree, words

ADDRESS = "/en/2026/04/16/gate/"
NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-04-16 09:15Z", tick=False):
        yield


def dispute(said: Claim, **fields: object) -> ClaimStatus:
    values = {
        "on": date(2026, 3, 10),
        "source": None,
        "by": None,
        "at": NOON,
        "notes": {"en": "The film shows it.", "es": "El vídeo lo muestra."},
    }
    return change_claim(said, "disputed", **values | fields)  # type: ignore[arg-type]  # a test's shorthand


def test_article_tells_how_its_claim_stands(client: Client, paper: FrontPage) -> None:
    film, log = source("Film"), source("Log")
    said = claim("Nothing moved.", first_source=log)
    article = add_article(paper, "The gate", slug="gate", body=[leaning(log)])
    tell(article, said)

    dispute(said, source=film)

    page = tree(client.get(ADDRESS))
    assert words(part(page, "claims")) == (
        "Nothing moved. The Board, 9 March 2026 1 Disputed History of this claim "
        "Reported 9 March. 1 Disputed 10 March. The film shows it. Film"
    )
    track = page.find_class("track")[0]
    assert [i.get("data-s") for i in track] == ["reported", "disputed"]
    assert track.get("aria-hidden") == "true"


def test_source_that_an_article_does_not_cite_stands_apart_from_the_date(
    client: Client, paper: FrontPage
) -> None:
    tell(
        add_article(paper, "The gate", slug="gate"),
        claim("Nothing moved.", first_source=source("Log")),
    )

    claims = part(tree(client.get(ADDRESS)), "claims")

    assert words(part(claims, "claim__who")) == "The Board, 9 March 2026, Log"


def test_claim_is_one_thing_in_all_languages(
    client: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    said = claim(words={"es": ("Nada se movió.", "La Autoridad")})
    tell(add_article(paper, "The gate", slug="gate"), said)
    tell(add_article(front_es, "La compuerta", slug="compuerta"), said)

    dispute(said)

    claims = part(tree(client.get("/es/2026/04/16/compuerta/")), "claims")
    assert words(claims) == (
        "Nada se movió. La Autoridad, 9 de marzo de 2026 En disputa Historia de esta afirmación "
        "Sin verificar 9 de marzo. En disputa 10 de marzo. El vídeo lo muestra."
    )


def test_words_of_another_language_are_marked_as_such(
    client: Client, front_es: FrontPage, paper: FrontPage
) -> None:
    tell(add_article(front_es, "La compuerta", slug="gate"), claim("Nothing moved."))

    claims = part(tree(client.get("/es/2026/04/16/gate/")), "claims")

    assert claims.xpath(".//h3/span/@lang") == ["en"]


def test_page_of_claims_has_those_that_are_published_in_the_language(
    client: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    first, second, abroad = claim("First."), claim("Second."), claim("Abroad.")
    tell(add_article(paper, "The gate", slug="gate"), first, second)
    tell(add_article(front_es, "La compuerta", slug="gate"), abroad)
    claim("Nobody tells of it.")
    dispute(first)

    everything = tree(client.get("/en/claims/"))
    disputed = tree(client.get("/en/claims/disputed/"))

    assert [words(h) for h in everything.iter("h3")] == ["Second.", "First."]
    assert [words(h) for h in disputed.iter("h3")] == ["First."]
    assert ("The gate", ADDRESS) in links(disputed)
    assert client.get("/en/claims/nonsense/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_claims_cost_the_same_however_many(
    client: Client,
    paper: FrontPage,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    claims = [claim(f"Claim {each}.") for each in range(number)]
    for each in claims:
        dispute(each, source=source(f"Source{each.pk}"))
    tell(add_article(paper, "The gate", slug="gate"), *claims)
    client.get("/en/claims/")

    with django_assert_num_queries(18):
        client.get("/en/claims/")
    with django_assert_num_queries(17):
        client.get("/en/claims/disputed/")


def test_history_is_written_once(paper: FrontPage) -> None:
    step = dispute(claim())
    step.status = "confirmed"

    for change in (
        step.save,
        step.delete,
        ClaimStatus.objects.all().delete,
        lambda: ClaimStatus.objects.update(status="confirmed"),
    ):
        with pytest.raises(WrittenOnce):
            change()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE articles_claimstatus SET status = 'confirmed'",
        "UPDATE articles_claimnote SET text = 'Never said.'",
    ],
)
def test_database_itself_refuses_to_change_history(paper: FrontPage, sql: str) -> None:
    dispute(claim())

    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        connection.cursor().execute(sql)


def test_claim_with_a_history_is_not_deleted(paper: FrontPage) -> None:
    said = claim()

    with pytest.raises(Exception, match="protected"):
        said.delete()


def test_claims_are_told_in_feeds_and_as_markdown(client: Client, paper: FrontPage) -> None:
    said = claim("Nothing moved.")
    dispute(said)
    tell(add_article(paper, "The gate", slug="gate"), said)

    (item,) = client.get("/en/feed.json").json()["items"]
    markdown = client.get("/en/2026/04/16/gate.md").content.decode()

    assert "<h2>Claims</h2>" in item["content_html"]
    assert "<b>Disputed</b>" in item["content_html"]
    assert "- **Nothing moved.**\n\n  The Board, 9 March 2026" in markdown
    assert "2. **Disputed**, 10 March 2026. *The film shows it.*" in markdown


def test_list_of_a_status_leads_to_that_of_other_languages(
    client: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    said, other = claim("Nothing moved."), claim("All is well.")
    dispute(said)
    tell(add_article(paper, "The gate", slug="gate"), said, other)
    tell(add_article(front_es, "La compuerta", slug="compuerta"), said)

    def others(path: str) -> list[tuple[str | None, str | None]]:
        page = tree(client.get(path))
        return [
            (link.get("hreflang"), link.get("href"))
            for link in page.iterfind(".//link[@rel='alternate']")
            if link.get("hreflang") == "es"
        ]

    assert others("/en/claims/disputed/") == [("es", "https://paper.example/es/claims/disputed/")]
    assert others("/en/claims/reported/") == []
