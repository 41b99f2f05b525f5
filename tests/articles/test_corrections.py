"""A correction is published with the change it tells of, and stays."""

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rotativa.articles.models import Article, Correction, FrontPage
from rotativa.lib.append_only import WrittenOnce
from tests.factories.articles import add_article
from tests.html import links, part, tree, words

ADDRESS = "/en/2026/04/16/gate/"
WRONG = "The gate is eleven metres wide, not fourteen."


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-04-17 09:15Z", tick=False):
        yield


def correct(article: Article, text: str = WRONG, **fields: str) -> Article:
    for name, value in {"correction_text": text, **fields}.items():
        setattr(article, name, value)
    article.save_revision().publish()
    return Article.objects.get(pk=article.pk)


def test_correction_stands_at_the_article_and_on_the_page_of_all(
    client: Client, paper: FrontPage
) -> None:
    correct(add_article(paper, "The gate", slug="gate"))

    page = tree(client.get(ADDRESS))
    said = words(part(page, "corrections"))
    everything = tree(client.get("/en/corrections/"))

    assert said == f"Correction, 17 April 2026, 11:15 {WRONG}"
    assert words(part(page, "signature")).endswith("Updated: 17 April, 11:15")
    assert [words(each) for each in everything.find_class("corrections")] == [
        f"Correction, 17 April 2026, 11:15 {WRONG} The gate"
    ]
    assert ("The gate", f"{ADDRESS}#corrections") in links(everything)


def test_correction_knows_what_was_said_before_and_after(paper: FrontPage) -> None:
    article = add_article(paper, "The gate", slug="gate")
    before = article.live_revision_id

    article = correct(article, correction_kind="clarification")

    correction = article.corrections.get()
    assert (correction.from_revision_id, correction.to_revision_id) == (
        before,
        article.live_revision_id,
    )
    assert correction.kind == "clarification"


def test_draft_corrects_nothing(paper: FrontPage) -> None:
    article = add_article(paper, "The gate", slug="gate")
    article.correction_text = WRONG
    article.save_revision()

    assert Correction.objects.count() == 0


def test_first_publication_corrects_nothing(paper: FrontPage) -> None:
    add_article(paper, "The gate", slug="gate", correction_text=WRONG)

    assert Correction.objects.count() == 0


def test_publishing_again_says_it_once(paper: FrontPage) -> None:
    article = correct(add_article(paper, "The gate", slug="gate"))
    article = correct(article)
    correct(article, "And it is made of steel.")

    assert [each.text for each in Correction.objects.order_by("pk")] == [
        WRONG,
        "And it is made of steel.",
    ]


def test_translation_begins_without(paper: FrontPage, front_es: FrontPage) -> None:
    article = correct(add_article(paper, "The gate", slug="gate"))

    assert article.copy_for_translation(front_es.locale).correction_text == ""


def test_withdrawn_article_takes_its_corrections_from_the_list(
    client: Client, paper: FrontPage
) -> None:
    article = correct(add_article(paper, "The gate", slug="gate"))

    article.unpublish()

    assert words(tree(client.get("/en/corrections/")).find_class("dek")[1]) == (
        "Nothing has been corrected yet."
    )


@pytest.mark.parametrize("number", [1, 3])
def test_corrections_cost_the_same_however_many(
    client: Client,
    paper: FrontPage,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for each in range(number):
        correct(add_article(paper, f"Gate {each}"))
    client.get("/en/corrections/")

    with django_assert_num_queries(10):
        client.get("/en/corrections/")


def test_correction_is_written_once(paper: FrontPage) -> None:
    article = correct(add_article(paper, "The gate", slug="gate"))
    correction = article.corrections.get()

    for change in (correction.save, correction.delete, article.corrections.all().delete):
        with pytest.raises(WrittenOnce):
            change()
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        connection.cursor().execute("UPDATE articles_correction SET text = 'Never said.'")


def test_deleted_article_goes_with_its_corrections(paper: FrontPage) -> None:
    correct(add_article(paper, "The gate", slug="gate")).delete()

    assert Correction.objects.count() == 0


def test_corrections_have_a_feed(client: Client, paper: FrontPage) -> None:
    article = correct(add_article(paper, "The gate", slug="gate"), "Eleven < fourteen.")
    correction = article.corrections.get()

    told = client.get("/en/corrections/feed.json").json()
    atom = client.get("/en/corrections/feed.xml").content.decode()

    assert told["title"] == "Corrections · The Paper"
    assert [(each["title"], each["url"], each["content_html"]) for each in told["items"]] == [
        (
            "Correction: The gate",
            f"https://paper.example{ADDRESS}#correction-{correction.pk}",
            "<p>Eleven &lt; fourteen.</p>",
        )
    ]
    assert told["items"][0]["id"] in atom
    page = tree(client.get("/en/corrections/"))
    assert ("application/atom+xml", "https://paper.example/en/corrections/feed.xml") in [
        (link.get("type"), link.get("href")) for link in page.iter("link")
    ]


def test_machines_are_told_of_corrections(client: Client, paper: FrontPage) -> None:
    correct(add_article(paper, "The gate", slug="gate"))

    assert f'"@type": "CorrectionComment", "text": "{WRONG}"' in (
        client.get(ADDRESS).content.decode().replace('":"', '": "').replace('","', '", "')
    )


def test_correction_is_told_wherever_the_article_is(client: Client, paper: FrontPage) -> None:
    correct(add_article(paper, "The gate", slug="gate"), "Eleven < fourteen.")

    (item,) = client.get("/en/feed.json").json()["items"]
    atom = client.get("/en/feed.xml").content.decode()
    markdown = client.get("/en/2026/04/16/gate.md").content.decode()
    page = client.get(ADDRESS).content.decode()

    assert "<h2>Corrections</h2>" in item["content_html"]
    assert "Eleven &lt; fourteen." in item["content_html"]
    assert item["date_modified"] == "2026-04-17T09:15:00+00:00"
    assert "<updated>2026-04-17T09:15:00+00:00</updated>" in atom
    assert "updated: '2026-04-17T09:15:00+00:00'" in markdown
    assert "**Correction, 17 April 2026, 11:15.** Eleven \\< fourteen." in markdown
    assert '"dateModified":"2026-04-17T11:15:00+02:00"' in page
    assert 'property="article:modified_time" content="2026-04-17T11:15:00+02:00"' in page
