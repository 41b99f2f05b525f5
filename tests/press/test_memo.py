"""What pages have in common is computed once for many: they say, and are made of, what each would alone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, Site

from rotativa.articles.models import Author, FrontPage, Section, Tag
from rotativa.pages import keys
from rotativa.pages.memo import MOST, remembered, remembering
from rotativa.pages.models import Paper, PlainPage
from rotativa.people.models import User
from rotativa.press.actions import (
    Done,
    begin_reprint,
    mark_all,
    print_due,
    request_reprint,
    tend_reprints,
)
from rotativa.press.models import KeyChange, Printing, PrintingKey, Reprint
from rotativa.press.rendering import render
from rotativa.press.targets.folder.target import FolderTarget
from tests.factories.articles import NOON, add_article, add_group, translate


def says(shelf: FolderTarget, words: str, path: str) -> bool:
    sheet = shelf.read(path)
    assert sheet is not None, path
    return words in sheet.body.decode()


@pytest.fixture
def full(paper: FrontPage, front_es: FrontPage) -> Section:
    """A section that only menus name, on a paper with something of everything that stands around a page."""
    river, es = add_group(Section, paper.locale, "River", is_in_menu=True), front_es.locale
    translate(river, es, "Río")
    ada, dams = add_group(Author, paper.locale, "Ada"), add_group(Tag, paper.locale, "Dams")
    first = add_article(paper, "Drought", section=river, at=NOON - timedelta(days=60))
    signed: dict[str, Any] = {
        "authors": [ada],
        "tags": [dams],
        "earlier": [first],
        "questions": [{"text": "Why?"}],
    }
    flood = add_article(paper, "Flood", section=river, **signed)
    add_article(front_es, "Crecida", translates=flood, section=river)
    for front, title in ((paper, "About us"), (front_es, "Quiénes somos")):
        page = PlainPage(title=title, slug="about", locale=front.locale, show_in_menus=True)
        front.add_child(instance=page)
    return add_group(Section, paper.locale, "Harbour", is_in_menu=True)


@pytest.mark.every_case
def test_pages_that_are_printed_together_are_as_each_is_alone(
    full: Section, print_all: Callable[[], Done], shelf: FolderTarget
) -> None:
    mark_all(at=timezone.now(), why="begin")
    print_all()

    printed = list(Printing.objects.filter(status=200))
    assert len(printed) > 15
    for printing in printed:
        alone, sheet = render(printing.path), shelf.read(printing.path)
        assert sheet is not None
        assert sheet.body.decode() == alone.body.decode()
        assert set(printing.keys.values_list("key", flat=True)) == alone.keys


def test_memo_is_bounded() -> None:
    made: list[int] = []
    with remembering() as memo:
        for name in [*range(MOST + 1), 1, 0]:
            remembered(name, partial(made.append, name))

    assert len(memo.kept) == MOST
    assert made == [*range(MOST + 1), 0]


def test_every_page_is_made_of_what_stands_in_its_menus(
    full: Section, print_all: Callable[[], Done]
) -> None:
    mark_all(at=timezone.now(), why="begin")
    print_all()

    # What machines read has no menus.
    framed = Printing.objects.filter(language="en", path__endswith="/", status=200)
    english = set(framed.values_list("path", flat=True))
    for key in (f"section:{full.pk}", keys.menu("en"), keys.plain("en")):
        made_of = PrintingKey.objects.filter(key=key, printing__in=framed)
        assert set(made_of.values_list("printing__path", flat=True)) == english, key


def test_change_between_two_pages_is_on_the_second_and_prints_the_first_again(
    full: Section, print_all: Callable[[], Done], shelf: FolderTarget
) -> None:
    mark_all(at=timezone.now(), why="begin")
    print_all()
    paths = [f"/en/2026/{day}/" for day in ("02/15/drought", "04/16/flood")]
    later = timezone.now() + timedelta(minutes=1)
    Printing.objects.filter(path__in=paths).mark_stale(at=later, why="test")

    def rename_after_the_first(done: Done) -> bool:
        if done.total == 1:
            full.name = "Water"
            full.save()
        return done.total < 2

    print_due(to=shelf, now=lambda: later, goes_on=rename_after_the_first)

    # Both were claimed before the change: the second, which has it already, is printed once more too.
    known = Printing.objects.filter(path__in=paths)
    assert set(known.values_list("state", flat=True)) == {"stale"}
    assert sorted(says(shelf, ">Water<", path) for path in paths) == [False, True]

    print_due(to=shelf, now=lambda: later + timedelta(seconds=5))

    assert all(says(shelf, ">Water<", path) for path in paths)


def test_import_that_tells_of_the_whole_site_only_ends_what_was_kept(
    full: Section, print_all: Callable[[], Done], shelf: FolderTarget
) -> None:
    mark_all(at=timezone.now(), why="begin")
    print_all()
    later = timezone.now() + timedelta(minutes=1)
    known = Printing.objects.filter(kind=keys.Kind.ARTICLE, language="en")
    known.mark_stale(at=later, why="test")

    def import_after_the_first(done: Done) -> bool:
        if done.total == 1:
            add_section_in_a_crowd(full.locale)
        return True

    print_due(to=shelf, now=lambda: later, goes_on=import_after_the_first)

    paths = known.values_list("path", flat=True)
    assert sorted(says(shelf, ">Bridges<", path) for path in paths) == [False, True]


def by_command(at: datetime) -> None:
    begin_reprint(at=at, why="by hand")


def at_the_desk(at: datetime) -> None:
    request_reprint(by=User.objects.create_user("ada@paper.example"), at=at)
    tend_reprints(at=at + timedelta(hours=1))


@pytest.mark.parametrize("ask", [by_command, at_the_desk])
def test_print_of_all_ends_what_pages_that_are_never_printed_remember(
    paper: FrontPage, client: Client, ask: Callable[[datetime], None]
) -> None:
    """Somebody has changed the database by hand, and asks for everything anew."""

    def says(name: str) -> bool:
        return name in client.get("/en/search/").content.decode()

    assert says("The Paper")
    Paper.objects.update(name="The Gazette")
    assert not says("The Gazette")

    ask(timezone.now())

    assert says("The Gazette")


def test_what_was_kept_ends_with_a_database_that_is_restored(
    paper: FrontPage, client: Client
) -> None:
    """The number of its last change has gone back, and nothing is announced."""

    def says(name: str) -> bool:
        return name in client.get("/en/search/").content.decode()

    assert says("The Paper")
    Paper.objects.update(name="The Gazette")
    assert not says("The Gazette")

    KeyChange.objects.update(number=1)

    assert says("The Gazette")


def test_another_front_page_of_the_site_is_looked_for_at_once(
    paper: FrontPage, print_all: Callable[[], Done], shelf: FolderTarget
) -> None:
    """The front page from which Wagtail looks for others is kept from one page to the next."""
    add_article(paper, "Flood")
    print_all()
    path = "/en/2026/04/16/flood/"
    later = timezone.now() + timedelta(minutes=1)
    Printing.objects.filter(path=path).mark_stale(at=later, why="test")
    Reprint.objects.all().delete()
    elsewhere = FrontPage(title="Elsewhere", slug="elsewhere", locale=paper.locale)
    elsewhere.translation_key = uuid4()
    paper.get_parent().add_child(instance=elsewhere)

    site = Site.objects.get()
    site.root_page = elsewhere
    site.save()
    print_due(to=shelf, now=lambda: later)

    assert shelf.read(path) is None
    assert Reprint.objects.waiting().exists()


def add_section_in_a_crowd(locale: Locale) -> None:
    if not Section.objects.filter(name="Bridges").exists():
        with keys.crowd_of_changes():
            add_group(Section, locale, "Bridges", is_in_menu=True)
