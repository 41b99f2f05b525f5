"""An article that goes out: its own page at once, and after it each page that speaks of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from rotativa.articles.models import Article, Author, FrontPage, Section, Tag
from rotativa.pages.actions import draw_share_cards
from rotativa.pages.keys import Kind
from rotativa.pages.models import ShareCard
from rotativa.press.actions import Done
from rotativa.press.models import Printing
from rotativa.press.targets.folder.target import FolderTarget
from tests.factories.articles import NOON, add_article, add_group

PrintAll = Callable[[], Done]
URL = "/en/2026/04/16/flood/"


def stale() -> set[str]:
    """Of what people look at; of the rest, `test_feeds.py` tells."""
    pages = Printing.objects.exclude(kind__in=[Kind.FEED, Kind.MARKDOWN, Kind.SITEMAP])
    return set(pages.stale().values_list("path", flat=True))


def text(shelf: FolderTarget, path: str) -> str:
    sheet = shelf.read(path)
    assert sheet is not None, path
    return sheet.body.decode()


@pytest.fixture
def river(
    paper: FrontPage, printed: None, print_all: PrintAll, django_capture_on_commit_callbacks
) -> Section:
    section = add_group(Section, paper.locale, "River")
    with django_capture_on_commit_callbacks(execute=True):
        add_article(paper, "Drought", section=section, at=NOON - timedelta(days=60))
    print_all()
    assert not Printing.objects.stale().exists()
    return section


@pytest.fixture
def flood(paper: FrontPage, river: Section, django_capture_on_commit_callbacks) -> Article:
    ada = add_group(Author, paper.locale, "Ada")
    dams = add_group(Tag, paper.locale, "Dams")
    with django_capture_on_commit_callbacks(execute=True):
        return add_article(paper, "Flood", section=river, authors=[ada], tags=[dams])


def test_published_article_is_printed_at_once(flood: Article, shelf: FolderTarget) -> None:
    assert "<h1" in text(shelf, URL)
    assert URL not in stale()


@pytest.mark.every_case
def test_published_article_touches_its_lists_only(flood: Article) -> None:
    assert stale() == {
        "/en/",
        "/en/2026/02/",  # shows how much came out in each month of the year
        "/en/2026/04/",
        "/en/archive/",
        "/en/archive/2026/",
        "/en/authors/ada/",
        "/en/sections/river/",
        "/en/tags/dams/",
    }


@pytest.mark.every_case
def test_list_that_grows_brings_its_numbered_pages(
    paper: FrontPage,
    river: Section,
    print_all: PrintAll,
    shelf: FolderTarget,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks,
) -> None:
    monkeypatch.setattr("rotativa.articles.views.lists.PAGE_SIZE", 2)
    first = "/en/sections/river/page/1/"

    for title in ("Flood", "Gate", "Weir"):
        assert shelf.read(first) is None
        with django_capture_on_commit_callbacks(execute=True):
            add_article(paper, title, section=river)
        print_all()

    assert "Drought" in text(shelf, first)
    assert first in text(shelf, "/en/sections/river/")
    assert stale() == set()


def test_lists_show_the_article_once_they_are_printed(
    flood: Article, shelf: FolderTarget, print_all: PrintAll
) -> None:
    touched, all_touched = stale(), Printing.objects.stale().count()

    done = print_all()

    assert done.failed == 0
    assert done.printed >= all_touched  # new lists lead to their feeds
    assert stale() == set()
    for path in touched - {"/en/archive/", "/en/archive/2026/", "/en/2026/02/"}:
        assert URL in text(shelf, path), path


@pytest.mark.parametrize("count", [1, 3])
def test_telling_of_a_change_costs_the_same_however_much_the_article_names(
    paper: FrontPage,
    river: Section,
    printed: None,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    numbers = range(count)
    named: dict[str, Any] = {
        "authors": [add_group(Author, paper.locale, f"Author {each}") for each in numbers],
        "tags": [add_group(Tag, paper.locale, f"Tag {each}") for each in numbers],
        "earlier": [add_article(paper, f"Earlier {each}") for each in numbers],
        "questions": [{"text": f"Who pays {each}?"} for each in numbers],
    }
    pk = add_article(paper, "Flood", section=river, **named).pk
    flood = Article.objects.get(pk=pk)
    flood.title = "Flood of the century"

    with django_assert_num_queries(53):
        flood.save()


def test_draft_touches_nothing(
    flood: Article, print_all: PrintAll, django_capture_on_commit_callbacks
) -> None:
    print_all()

    with django_capture_on_commit_callbacks(execute=True):
        flood.title = "Flood of the century"
        flood.save_revision()

    assert stale() == set()


def test_edit_touches_the_pages_that_show_the_article(
    flood: Article, shelf: FolderTarget, print_all: PrintAll, django_capture_on_commit_callbacks
) -> None:
    print_all()

    with django_capture_on_commit_callbacks(execute=True):
        flood.title = "Flood of the century"
        flood.save_revision().publish()

    assert "Flood of the century" in text(shelf, URL)
    assert stale() == {
        "/en/",
        "/en/2026/04/",
        "/en/authors/ada/",
        "/en/sections/river/",
        "/en/tags/dams/",
    }
    print_all()
    assert "Flood of the century" in text(shelf, "/en/tags/dams/")


@pytest.mark.every_case
def test_withdrawn_article_is_printed_as_gone(
    flood: Article, shelf: FolderTarget, print_all: PrintAll, django_capture_on_commit_callbacks
) -> None:
    print_all()

    with django_capture_on_commit_callbacks(execute=True):
        flood.unpublish()
    print_all()

    gone = shelf.read(URL)
    assert gone is not None
    assert gone.status == 410
    assert URL not in text(shelf, "/en/sections/river/")
    assert URL not in text(shelf, "/en/")


def test_article_is_printed_again_when_its_share_card_is_made(
    flood: Article, print_all: PrintAll, django_capture_on_commit_callbacks
) -> None:
    print_all()
    assert stale() == set()
    with django_capture_on_commit_callbacks(execute=True):
        draw_share_cards([flood.share_card.pk], at=NOON)

    assert stale() == {URL}


def test_article_whose_card_says_the_same_is_printed_once(
    flood: Article, print_all: PrintAll, shelf: FolderTarget, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        draw_share_cards([flood.share_card.pk], at=NOON)
    print_all()
    card = ShareCard.objects.get(page=flood)

    with django_capture_on_commit_callbacks(execute=True):
        flood.deck = "Nothing that the card says."
        flood.save_revision().publish()
    print_all()

    assert f"/media/{card.file}" in text(shelf, URL)
    assert ShareCard.objects.get(page=flood) == card
    assert ShareCard.objects.get(page=flood).asked == card.asked
