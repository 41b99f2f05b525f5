"""Feeds and sitemaps are printed like pages: when an article in them changes, and no oftener."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from rotativa.articles.models import Article, Author, FrontPage, Section, Tag
from rotativa.lib.clock import minute
from rotativa.press.actions import Done, mark_all
from rotativa.press.models import Printing
from rotativa.press.targets.folder.target import FolderTarget
from tests.factories.articles import NOON, add_article, add_group
from tests.formats import NAMES, checked_atom, checked_json, checked_sitemap, locations

PrintAll = Callable[[], Done]
ALL_FEEDS = {
    f"/en/{page}feed.{form}"
    for page in ("", "authors/ada/", "sections/river/", "tags/dams/")
    for form in ("json", "xml")
}
APRIL, NEWS = "/en/sitemap-2026-04.xml", "/en/sitemap-news.xml"


def stale(*endings: str) -> set[str]:
    paths = Printing.objects.stale().values_list("path", flat=True)
    return {path for path in paths if path.endswith(endings)}


def body(shelf: FolderTarget, path: str) -> bytes:
    sheet = shelf.read(path)
    assert sheet is not None, path
    return sheet.body


@pytest.fixture
def flood(
    paper: FrontPage, printed: None, print_all: PrintAll, django_capture_on_commit_callbacks
) -> Article:
    """Published on a paper that is printed, and with it all that it touches."""
    river = add_group(Section, paper.locale, "River")
    ada = add_group(Author, paper.locale, "Ada")
    dams = add_group(Tag, paper.locale, "Dams")
    with django_capture_on_commit_callbacks(execute=True):
        article = add_article(paper, "Flood", section=river, authors=[ada], tags=[dams])
    print_all()
    assert not Printing.objects.stale().exists()
    return article


def change(article: Article, on_commit, **fields: object) -> None:
    for name, value in fields.items():
        setattr(article, name, value)
    with on_commit(execute=True):
        article.save_revision().publish()


@pytest.mark.every_case
def test_new_article_brings_the_feeds_that_it_stands_in(
    flood: Article, shelf: FolderTarget
) -> None:
    for path in ALL_FEEDS:
        if path.endswith(".json"):
            assert len(checked_json(body(shelf, path))["items"]) == 1
        else:
            assert len(checked_atom(body(shelf, path)).entries) == 1
    assert locations(checked_sitemap(body(shelf, APRIL))) == [
        "https://paper.example/en/2026/04/16/flood/"
    ]


def test_changed_article_has_its_feeds_printed_again(
    flood: Article, shelf: FolderTarget, print_all: PrintAll, django_capture_on_commit_callbacks
) -> None:
    change(flood, django_capture_on_commit_callbacks, title="Great flood")

    assert stale("feed.xml", "feed.json") == ALL_FEEDS
    assert stale(".xml") - ALL_FEEDS == {APRIL, "/sitemap.xml"}
    print_all()
    (entry,) = checked_atom(body(shelf, "/en/tags/dams/feed.xml")).entries
    assert entry.title == "Great flood"


def test_article_that_leaves_a_tag_leaves_its_feed(
    flood: Article, shelf: FolderTarget, print_all: PrintAll, django_capture_on_commit_callbacks
) -> None:
    change(flood, django_capture_on_commit_callbacks, tags=[])
    print_all()

    assert checked_json(body(shelf, "/en/tags/dams/feed.json"))["items"] == []


def test_withdrawn_article_is_in_no_feed_and_no_sitemap(
    flood: Article, shelf: FolderTarget, print_all: PrintAll, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        flood.unpublish()
    print_all()

    for path in ALL_FEEDS:
        assert b"2026/04/16/flood" not in body(shelf, path)
    assert shelf.read(APRIL) is None
    assert not [path for path in locations(checked_sitemap(body(shelf, "/sitemap.xml")))
                if "2026" in path]  # fmt: skip


def test_old_article_that_no_feed_holds_touches_none(
    paper: FrontPage,
    flood: Article,
    print_all: PrintAll,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks,
) -> None:
    monkeypatch.setattr("rotativa.articles.feeds.entry.MOST", 1)
    with django_capture_on_commit_callbacks(execute=True):
        add_article(paper, "Gate", at=NOON + timedelta(days=1), section=flood.section)
    print_all()

    change(flood, django_capture_on_commit_callbacks, title="Great flood")

    assert stale("feed.xml") == {"/en/authors/ada/feed.xml", "/en/tags/dams/feed.xml"}


def test_translation_touches_the_sitemaps_of_both_languages(
    flood: Article, front_es: FrontPage, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        add_article(front_es, "Crecida", translates=flood, at=NOON + timedelta(days=60))

    assert stale(".xml") == {
        "/sitemap.xml",
        APRIL,
        "/es/sitemap-2026-06.xml",
        "/es/sitemap-news.xml",
        "/es/feed.xml",
    }


def test_feeds_are_printed_after_what_readers_see(
    flood: Article, django_capture_on_commit_callbacks
) -> None:
    change(flood, django_capture_on_commit_callbacks, title="Great flood")

    waiting = Printing.objects.due(timezone.now() + timedelta(minutes=1)).in_turn()
    kinds = [path.rpartition(".")[2] for path in waiting.values_list("path", flat=True)]
    first = min(kinds.index("xml"), kinds.index("json"))
    assert not [kind for kind in kinds[:first] if kind in {"xml", "json", "md"}]
    assert set(kinds[first:]) == {"xml", "json", "md"}


def news_in(sitemap: bytes) -> list[Any]:
    return checked_sitemap(sitemap).findall(".//news:news", NAMES)


@pytest.mark.every_case
def test_news_leave_the_sitemap_of_news_with_the_hour(
    paper: FrontPage, shelf: FolderTarget, print_all: PrintAll, django_capture_on_commit_callbacks
) -> None:
    def pass_hour() -> set[str]:
        minute.send(sender=None, at=timezone.now())
        return stale("sitemap-news.xml")

    with time_machine.travel(NOON, tick=True) as traveller:
        mark_all(at=timezone.now(), why="begin")
        with django_capture_on_commit_callbacks(execute=True):
            add_article(paper, "Flood")
        print_all()
        assert len(news_in(body(shelf, NEWS))) == 1

        traveller.move_to(NOON + timedelta(hours=47))
        assert pass_hour() == {NEWS}
        print_all()
        assert len(news_in(body(shelf, NEWS))) == 1

        traveller.move_to(NOON + timedelta(hours=49))
        assert pass_hour() == {NEWS}
        print_all()
        assert len(news_in(body(shelf, NEWS))) == 0

        traveller.move_to(NOON + timedelta(hours=51))
        assert pass_hour() == set()


def test_first_article_of_a_month_touches_the_month_in_other_languages(
    flood: Article, front_es: FrontPage, print_all: PrintAll, django_capture_on_commit_callbacks
) -> None:
    def touched_by(title: str, at: datetime) -> set[str]:
        with django_capture_on_commit_callbacks(execute=True):
            add_article(front_es, title, at=at)
        found = {path for path in stale("/") if path.startswith("/en/")}
        print_all()
        return found

    touched_by("Antes", NOON - timedelta(days=60))

    assert touched_by("Crecida", NOON) == {"/en/2026/04/"}
    assert touched_by("Riada", NOON + timedelta(days=1)) == set()
