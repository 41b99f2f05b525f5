"""One new article touches as many pages in a large archive as in a small one."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from rotativa.articles.actions import add_many
from rotativa.articles.models import Article, ArticleAuthor, Author, FrontPage, Section, Tag
from rotativa.articles.printed import addresses_in, pages_of
from rotativa.articles.sitemaps import INDEX
from rotativa.pages.keys import Address, Kind
from rotativa.press.actions import add_addresses, print_due
from rotativa.press.models import Printing
from rotativa.press.targets.folder.target import FolderTarget
from tests.factories.articles import NOON, add_article, add_group

DAYS = {100: 4, 2_500: 420}
"""How far back an archive of so many goes; the large one has lists of two years."""


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    """No midnight comes between what is published and what is looked for."""
    with time_machine.travel(NOON):
        yield


def fill(paper: FrontPage, size: int, *, section: Section, author: Author, tag: Tag) -> None:
    """So many articles up to now, all in one section, by one author, on one tag."""
    between = timedelta(days=DAYS[size]) / size
    now = timezone.now()
    body = json.dumps([{"type": "paragraph", "value": "<p>Water.</p>"}])
    for start in range(0, size, 500):
        pages = []
        for number in range(start, min(size, start + 500)):
            page = Article(
                title=f"Article {number}",
                slug=f"article-{number}",
                locale=paper.locale,
                live=True,
                first_published_at=now - (size - number) * between,
                section=section,
                body=body,
            )
            page.article_authors = [ArticleAuthor(author=author)]
            page.tags = [tag]
            pages.append(page)
        add_many(paper, pages, at=now)
    refresh_statistics()


def refresh_statistics() -> None:
    """As PostgreSQL does by itself once rows are committed; else it plans as for empty tables."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def print_some(paper: FrontPage, section: Section, shelf: FolderTarget) -> None:
    """All lists, feeds and sitemaps; of the numbered pages, which are alike, the first and the last two."""
    last = pages_of(section)
    shown = {1, 2, last - 1, last}
    addresses = [
        address
        for address in addresses_in(paper.locale)
        if address.kind in {Kind.FRONT, Kind.LIST, Kind.FEED, Kind.SITEMAP}
        and ("/page/" not in address.path or int(address.path.split("/")[-2]) in shown)
    ]
    addresses.append(Address(INDEX, Kind.SITEMAP))
    add_addresses(addresses, at=timezone.now(), why="begin")
    print_due(to=shelf, now=lambda: timezone.now() + timedelta(seconds=2))
    assert not Printing.objects.stale().exists()


def touched_by_publishing(
    size: int, paper: FrontPage, shelf: FolderTarget, on_commit: DjangoCaptureOnCommitCallbacks
) -> list[str]:
    section = add_group(Section, paper.locale, "River")
    author = add_group(Author, paper.locale, "Ada")
    tag = add_group(Tag, paper.locale, "Dams")
    fill(paper, size, section=section, author=author, tag=tag)
    print_some(paper, section, shelf)
    last = pages_of(section)
    month = f"{timezone.localdate():%Y/%m}"

    with on_commit(execute=True):
        add_article(
            paper, "Flood", at=timezone.now(), section=section, authors=[author], tags=[tag]
        )

    paths = Printing.objects.stale().values_list("path", flat=True)
    return sorted(
        path.replace(f"page/{last}/", "page/last/")
        for path in paths
        if month in path or not path[4:8].isdecimal() or path.endswith(".md")
    )


@pytest.mark.parametrize("size", DAYS)
def test_publishing_touches_the_same_pages_whatever_the_size_of_the_archive(
    paper: FrontPage, shelf: FolderTarget, size: int, django_capture_on_commit_callbacks
) -> None:
    touched = touched_by_publishing(size, paper, shelf, django_capture_on_commit_callbacks)

    year = timezone.localdate().year
    groups = ("authors/ada/", "sections/river/", "tags/dams/")
    assert touched == sorted(
        [
            "/sitemap.xml",
            f"/en/sitemap-{timezone.localdate():%Y-%m}.xml",
            "/en/sitemap-news.xml",
            *(f"/en/{page}feed.{form}" for page in ("", *groups) for form in ("json", "xml")),
            f"/en/{timezone.localdate():%Y/%m/%d}/flood.md",
            "/en/",
            f"/en/{timezone.localdate():%Y/%m}/",
            "/en/archive/",
            f"/en/archive/{year}/",
            *(f"/en/{group}{page}" for group in groups for page in ("", "page/last/")),
        ]
    )
