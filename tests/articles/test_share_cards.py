"""The share card of an article: asked for when it goes out, shown by its page once it is made."""

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from rotativa.articles.actions import add_many
from rotativa.articles.actions.share_cards import find_articles_without_cards
from rotativa.articles.models import Article, FrontPage, Section
from rotativa.lib.clock import minute
from rotativa.media.actions import make_renditions
from rotativa.pages.models import Paper, ShareCard
from tests.factories.articles import add_article, add_group, translate
from tests.factories.media import PictureFactory
from tests.html import metas, tree

ADDRESS = "/en/2026/04/16/gate/"
Capture = DjangoCaptureOnCommitCallbacks


@pytest.fixture
def river(paper: FrontPage, front_es: FrontPage) -> Section:
    section = add_group(Section, paper.locale, "River")
    translate(section, front_es.locale, "Río")
    return section


def told(client: Client, address: str = ADDRESS) -> dict[str, str]:
    found = metas(tree(client.get(address)))
    return {name: found[name] for name in found if name.startswith(("og:image", "twitter:"))}


def test_card_says_headline_and_section_in_the_language_of_the_article(
    river: Section, front_es: FrontPage
) -> None:
    article = add_article(front_es, "La compuerta", section=river)

    card = ShareCard.objects.get(page=article)

    assert (card.headline, card.kicker, card.language) == ("La compuerta", "Río", "es")


def test_draft_asks_for_no_card(paper: FrontPage) -> None:
    draft = add_article(paper, "The gate", is_live=False)
    assert not ShareCard.objects.filter(page=draft).exists()

    draft.save_revision().publish()

    assert ShareCard.objects.filter(page=draft).exists()


@pytest.mark.drawn
def test_page_shows_lead_picture_then_its_card(
    client: Client, paper: FrontPage, django_capture_on_commit_callbacks: Capture
) -> None:
    picture = PictureFactory.create(description="The weir")
    make_renditions(picture)
    with django_capture_on_commit_callbacks() as tasks:
        add_article(paper, "The gate", slug="gate", lead_image=picture)
    before = told(client)

    for task in tasks:
        task()

    assert before["og:image"].startswith("https://paper.example/media/images/")
    assert before["og:image:alt"] == "The weir"
    card = ShareCard.objects.get(page__slug="gate")
    assert told(client) == {
        "og:image": f"https://paper.example/media/{card.file}",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "The gate",
        "twitter:card": "summary_large_image",
    }
    with contextlib.closing(client.get(f"/media/{card.file}")) as file:
        assert file.headers["Content-Type"] == "image/png"


@pytest.mark.drawn
def test_pages_without_a_card_show_that_of_the_paper(
    client: Client, paper: FrontPage, django_capture_on_commit_callbacks: Capture
) -> None:
    assert told(client, "/en/") == {"twitter:card": "summary"}
    with django_capture_on_commit_callbacks(execute=True):
        Paper.objects.get(locale=paper.locale).save()

    card = ShareCard.objects.get(paper__locale=paper.locale)

    for address in ("/en/", "/en/questions/"):
        assert told(client, address)["og:image"] == f"https://paper.example/media/{card.file}"
    assert told(client, "/es/") == {"twitter:card": "summary"}


def test_renamed_section_stands_on_the_cards_of_its_language(
    paper: FrontPage, front_es: FrontPage, river: Section
) -> None:
    english = add_article(paper, "The gate", section=river)
    spanish = add_article(front_es, "La compuerta", section=river)

    river.name = "Estuary"
    river.save()

    cards = {card.page_id: card.kicker for card in ShareCard.objects.exclude(page=None)}
    assert cards == {english.pk: "Estuary", spanish.pk: "Río"}


@pytest.mark.drawn
def test_imported_articles_get_cards_from_the_clock(
    paper: FrontPage, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Capture
) -> None:
    monkeypatch.setattr("rotativa.articles.actions.share_cards.AT_A_TIME", 2)
    at = datetime(2020, 1, 1, tzinfo=UTC)
    articles = [
        Article(title=f"Old {number}", slug=f"old-{number}", locale=paper.locale, live=number != 3,
                first_published_at=at + timedelta(days=number) if number != 3 else None)
        for number in range(4)
    ]  # fmt: skip
    add_many(paper, articles, at=at)
    assert not ShareCard.objects.exclude(page=None).exists()

    made = []
    for _minute in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            minute.send(sender=None, at=datetime.now(UTC))
        cards = ShareCard.objects.made().filter(paper=None)
        made.append(sorted(cards.values_list("headline", flat=True)))

    assert made == [["Old 1", "Old 2"], ["Old 0", "Old 1", "Old 2"], ["Old 0", "Old 1", "Old 2"]]


@pytest.mark.parametrize("count", [1, 3])
def test_finding_articles_without_cards_costs_the_same(
    river: Section, paper: FrontPage, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        add_article(paper, f"Article {number}", section=river)
    ShareCard.objects.all().delete()

    with django_assert_num_queries(3):
        assert len(find_articles_without_cards(at=datetime.now(UTC))) == count
