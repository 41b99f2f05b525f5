"""How pages become stale and fresh: claimed by one printer, printed again when they changed meanwhile."""

import re
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Page

from rotativa.articles.models import FrontPage
from rotativa.lib.clock import minute
from rotativa.pages import keys
from rotativa.pages.models import PlainPage
from rotativa.press.actions import Done, cancel_reprints, has_work, print_due, tend_reprints
from rotativa.press.models import Printing, PrintingKey, Reprint
from rotativa.press.sheet import Sheet
from rotativa.press.targets import NoRoom
from rotativa.press.targets.folder.target import FolderTarget

PrintAll = Callable[[], Done]
ABOUT = "/en/about/"


@pytest.fixture
def about(paper: FrontPage) -> PlainPage:
    page: PlainPage = paper.add_child(
        instance=PlainPage(title="About us", slug="about", locale=paper.locale)
    )
    return page


@pytest.fixture
def printed_about(
    paper: FrontPage, printed: None, print_all: PrintAll, django_capture_on_commit_callbacks
) -> PlainPage:
    """On a paper that is wholly printed."""
    with django_capture_on_commit_callbacks(execute=True):
        page: PlainPage = paper.add_child(
            instance=PlainPage(title="About us", slug="about", locale=paper.locale)
        )
        page.save_revision().publish()
    for _turn in range(20):  # what was printed a moment ago has a pause before it is printed again
        if not Printing.objects.stale().exists():
            return page
        print_all()
    raise AssertionError("Something stays stale.")


def state_of(path: str) -> str:
    return Printing.objects.get(path=path).state


def test_plain_page_is_printed_where_it_stands(
    about: PlainPage, print_all: PrintAll, shelf: FolderTarget
) -> None:
    print_all()

    sheet = shelf.read(ABOUT)
    assert sheet is not None
    assert "About us" in sheet.body.decode()
    assert (sheet.status, sheet.headers["content-language"]) == (200, "en")
    assert "content-security-policy" in sheet.headers


@pytest.mark.usefixtures("printed", "front_es")
def test_what_is_no_page_of_anybody_is_printed_too(shelf: FolderTarget) -> None:
    robots, missing = shelf.read("/robots.txt"), shelf.read("/en/-/not-found/")

    assert robots is not None
    assert missing is not None
    assert b"Disallow: /desk/" in robots.body
    assert b"There is no page at this address" in missing.body
    assert shelf.read("/-/me") is None
    assert shelf.read("/en/-/sign-in/") is None


def test_page_that_moves_leaves_a_redirect(
    about: PlainPage, print_all: PrintAll, shelf: FolderTarget, django_capture_on_commit_callbacks
) -> None:
    print_all()

    with django_capture_on_commit_callbacks(execute=True):
        about.slug = "who-we-are"
        about.save_revision().publish()
    print_all()

    moved = shelf.read(ABOUT)
    assert moved is not None
    assert (moved.status, moved.headers["location"]) == (301, "/en/who-we-are/")
    assert shelf.read("/en/who-we-are/") is not None


def test_deleted_page_is_taken_off_the_shelf(
    about: PlainPage, print_all: PrintAll, shelf: FolderTarget
) -> None:
    print_all()

    about.delete()
    print_all()

    assert shelf.read(ABOUT) is None
    assert not Printing.objects.filter(path=ABOUT).exists()


def test_page_whose_time_is_over_is_taken_off_the_shelf(
    printed_about: PlainPage, front_es: FrontPage, print_all: PrintAll, shelf: FolderTarget
) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    Page.objects.filter(pk__in=[printed_about.pk, front_es.pk]).update(expire_at=yesterday)
    assert shelf.read(ABOUT) is not None

    call_command("publish_scheduled")
    print_all()

    assert shelf.read(ABOUT) is None
    assert Reprint.objects.waiting().exists()  # every page led to the front page in Spanish


def test_page_that_is_put_elsewhere_takes_those_below_it_along(
    printed_about: PlainPage,
    paper: FrontPage,
    print_all: PrintAll,
    shelf: FolderTarget,
    django_capture_on_commit_callbacks,
) -> None:
    def add(parent: Page, slug: str) -> PlainPage:
        page = PlainPage(title=slug, slug=slug, locale=paper.locale, show_in_menus=True)
        parent.add_child(instance=page)
        return page

    house, team = add(paper, "house"), add(printed_about, "team")
    printed_about.refresh_from_db()
    printed_about.show_in_menus = True
    printed_about.save()
    print_all()
    former, now = f"{ABOUT}team/", "/en/house/about/team/"
    assert shelf.read(former) is not None

    with django_capture_on_commit_callbacks(execute=True):
        printed_about.move(house, pos="first-child")
    print_all()

    moved = shelf.read(former)
    assert moved is not None
    assert (moved.status, moved.headers["location"]) == (301, now)
    assert shelf.read(now) is not None
    with django_capture_on_commit_callbacks(execute=True):
        PlainPage.objects.get(pk=team.pk).move(house, pos="right")
    print_all()
    assert in_last_lines(shelf.read("/en/questions/")) == ["house", "About us", "team"]
    with django_capture_on_commit_callbacks(execute=True):
        PlainPage.objects.get(pk=team.pk).move(house, pos="left")
    print_all()
    assert in_last_lines(shelf.read("/en/questions/")) == ["team", "house", "About us"]


def in_last_lines(sheet: Sheet | None) -> list[str]:
    """The plain pages that the end of a page leads to."""
    assert sheet is not None
    found = re.findall(r">(house|About us|team)</a>", sheet.body.decode())
    return list(dict.fromkeys(found))


def test_page_for_some_readers_only_is_not_printed(
    about: PlainPage, print_all: PrintAll, shelf: FolderTarget
) -> None:
    print_all()
    assert shelf.read(ABOUT) is not None

    about.view_restrictions.create(restriction_type="password", password="pass")
    print_all()

    assert shelf.read(ABOUT) is None


def test_plain_page_that_all_may_open_again_is_led_to_again(
    printed_about: PlainPage, print_all: PrintAll, shelf: FolderTarget
) -> None:
    def is_led_to() -> bool:
        print_all()
        front = shelf.read("/en/")
        assert front is not None
        return f'href="{ABOUT}"' in front.body.decode()

    printed_about.show_in_menus = True
    printed_about.save()
    led = [is_led_to()]
    locked = printed_about.view_restrictions.create(restriction_type="password", password="pass")
    led.append(is_led_to())
    locked.delete()
    led.append(is_led_to())

    assert led == [True, False, True]


def test_page_that_fails_keeps_its_old_sheet_and_tells_why(
    about: PlainPage, print_all: PrintAll, shelf: FolderTarget
) -> None:
    def broken(language: str, **_: object) -> list[object]:
        raise LookupError("No menu today")

    print_all()
    before = shelf.read(ABOUT)
    about.save()
    with hooks.register_temporarily([("register_menu_links", broken)]):
        done = print_all()

    printing = Printing.objects.get(path=ABOUT)
    assert done.failed
    assert "LookupError: No menu today" in printing.last_error
    assert (printing.state, printing.attempts) == ("failing", 1)
    assert shelf.read(ABOUT) == before
    assert printing.due_at > timezone.now() + timedelta(seconds=2)

    Printing.objects.update(due_at=timezone.now())
    print_all()

    assert state_of(ABOUT) == "fresh"
    assert Printing.objects.get(path=ABOUT).last_error == ""


def test_printing_stops_where_there_is_no_room(about: PlainPage, shelf: FolderTarget) -> None:
    class Full(FolderTarget):
        def put(self, *_: object) -> bool:
            raise NoRoom("disk full")

    Printing.objects.filter(path=ABOUT).update(rank=0)

    done = print_due(to=Full(Path(shelf.pages.parent)), now=timezone.now)

    assert done == Done(no_room="disk full")
    assert Printing.objects.get(path=ABOUT).last_error == "There is no room: disk full"
    assert not Printing.objects.filter(state="printing").exists()


def test_two_printers_never_have_the_same_page(about: PlainPage) -> None:
    at = timezone.now()

    first = Printing.objects.all().claim(at=at, most=100)
    second = Printing.objects.all().claim(at=at, most=100)

    assert ABOUT in {printing.path for printing in first}
    assert second == []


def test_page_of_a_killed_printer_is_printed_by_another(
    about: PlainPage, print_all: PrintAll, shelf: FolderTarget
) -> None:
    Printing.objects.all().claim(at=timezone.now() - timedelta(minutes=3), most=100)
    Printing.objects.update(due_at=timezone.now() - timedelta(minutes=3))
    lost = Printing.objects.filter(state="printing").count()
    assert print_all().total == 0 or lost == 0

    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        print_all()

    assert state_of(ABOUT) == "fresh"
    assert shelf.read(ABOUT) is not None


@pytest.mark.parametrize("is_known", [True, False], ids=["printed before", "printed first"])
def test_change_while_a_page_is_printed_is_not_lost(
    about: PlainPage,
    print_all: PrintAll,
    shelf: FolderTarget,
    monkeypatch: pytest.MonkeyPatch,
    is_known: bool,
) -> None:
    printing = import_module("rotativa.press.actions.print_page")
    if is_known:
        print_all()
        keys.announce(f"page:{about.pk}")
    render = printing.render

    def render_and_change(path: str) -> object:
        rendered = render(path)
        if path == ABOUT:
            monkeypatch.setattr(printing, "render", render)
            keys.announce(f"page:{about.pk}")
        return rendered

    monkeypatch.setattr(printing, "render", render_and_change)
    in_a_moment = timezone.now() + timedelta(seconds=10)
    (claimed,) = Printing.objects.filter(path=ABOUT).claim(at=in_a_moment)
    printing.print_page(claimed, to=shelf, at=in_a_moment)

    assert state_of(ABOUT) == "stale"
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        print_all()
    assert state_of(ABOUT) == "fresh"


def test_storm_of_changes_is_printed_once_a_second(about: PlainPage, shelf: FolderTarget) -> None:
    printed = 0
    with time_machine.travel(timezone.now(), tick=False) as clock:
        print_due(to=shelf, now=timezone.now)
        for _ in range(300):
            clock.shift(0.01)
            keys.announce(f"page:{about.pk}")
            printed += print_due(to=shelf, now=timezone.now).total
        clock.shift(1)
        printed += print_due(to=shelf, now=timezone.now).total

    assert printed == 3
    assert state_of(ABOUT) == "fresh"


def test_new_day_reprints_what_tells_the_day(paper: FrontPage, printed: None) -> None:
    printed_at = timezone.localtime(Printing.objects.latest("printed_at").printed_at)
    tomorrow = printed_at + timedelta(days=1)
    told = {"day"} if tomorrow.year == printed_at.year else {"day", "year"}
    daily = set(PrintingKey.objects.filter(key__in=told).values_list("printing__path", flat=True))
    assert "/en/" in daily

    minute.send(sender=None, at=tomorrow)
    minute.send(sender=None, at=tomorrow)

    assert set(Printing.objects.stale().values_list("path", flat=True)) == daily


def test_reprint_of_all_begins_once_waits_for_news_and_ends(
    printed_about: PlainPage, shelf: FolderTarget
) -> None:
    at = timezone.now()
    for seconds in range(3):
        keys.announce(keys.SITE)
        tend_reprints(at=at + timedelta(seconds=seconds))
    assert Printing.objects.stale().count() == 0

    tend_reprints(at=at + timedelta(minutes=1))

    reprint = Reprint.objects.latest("pk")
    assert reprint.total == Printing.objects.count() == Printing.objects.stale().count()
    keys.announce(f"page:{printed_about.pk}")
    later = at + timedelta(minutes=1)
    first = Printing.objects.all().first_due(later, most=1)
    assert Printing.objects.get(pk__in=first).path == ABOUT

    print_due(to=shelf, now=lambda: later)
    tend_reprints(at=later)

    assert not Reprint.objects.open().exists()


def test_reprint_ends_though_a_page_fails(printed_about: PlainPage, shelf: FolderTarget) -> None:
    later = timezone.now() + timedelta(minutes=1)
    keys.announce(keys.SITE)
    tend_reprints(at=later)
    Printing.objects.filter(path=ABOUT).update(state="failing", due_at=later + timedelta(hours=1))

    print_due(to=shelf, now=lambda: later)
    tend_reprints(at=later)

    assert state_of(ABOUT) == "failing"
    assert Reprint.objects.latest("pk").ended_at == later


@pytest.mark.usefixtures("printed_about")
def test_reprint_can_be_cancelled() -> None:
    at = timezone.now()
    keys.announce(keys.SITE)
    tend_reprints(at=at + timedelta(minutes=1))
    waiting = Printing.objects.stale().count()

    cancelled = cancel_reprints(at=at + timedelta(minutes=2))

    assert cancelled == waiting > 0
    assert Printing.objects.stale().count() == 0
    assert Reprint.objects.latest("pk").cancelled_at is not None


@pytest.mark.parametrize("state", Printing.State.values)
@pytest.mark.parametrize("moment", ["due_at", "leased_until"])
@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=-1)])
def test_clock_looks_for_what_printers_take(
    printed_about: PlainPage, state: str, moment: str, late: timedelta
) -> None:
    at = timezone.now()
    assert not has_work(at=at)
    Printing.objects.update(due_at=at + timedelta(days=1), leased_until=None)
    Printing.objects.filter(path=ABOUT).update(**{"state": state, moment: at - late})
    assert has_work(at=at) == Printing.objects.due(at).exists()


def test_clock_looks_for_reprints(printed_about: PlainPage) -> None:
    at = timezone.now()
    asked = Reprint.objects.ask(why="theme", at=at)
    assert has_work(at=at)
    Reprint.objects.filter(pk=asked.pk).update(cancelled_at=at)
    assert not has_work(at=at)
