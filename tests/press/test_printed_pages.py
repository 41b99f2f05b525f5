"""Editors see how printing goes, and have pages printed again."""

import inspect
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import ModelLogEntry

from rotativa.articles import standing
from rotativa.articles.models import FrontPage, Section
from rotativa.pages import keys
from rotativa.pages.keys import Address, Kind
from rotativa.pages.models import share_card
from rotativa.people.models import User
from rotativa.press.actions import add_addresses, tend_reprints
from rotativa.press.models import NO_ROOM, Printing, Reprint
from rotativa.press.reasons import words_for
from tests.factories.articles import add_article, add_group
from tests.html import tree, words
from tests.newsroom.desk import desk_of, may

LIST = "/desk/printed-pages/"
TITLES = "//td[@class='title']//a"
MANY = "/desk/bulk/press/printing/print/"


def add(path: str, kind: Kind = Kind.ARTICLE, language: str = "en", **fields: Any) -> Printing:
    add_addresses([Address(path, kind, language)], at=timezone.now(), why="page:7")
    Printing.objects.filter(path=path).update(**fields)
    return Printing.objects.get(path=path)


def add_failing(path: str = "/en/gate/", error: str = "The page fails. KeyError: 'x'") -> Printing:
    return add(path, state="failing", last_error=error)


@pytest.fixture
def desk(paper: FrontPage) -> Client:
    """An editor's, with none of the paper's own pages on the list."""
    Printing.objects.all().delete()
    Reprint.objects.all().delete()
    return desk_of("Editor")


def listed(desk: Client, **filters: Any) -> list[str]:
    page = tree(desk.get(LIST, filters))
    return [words(cell) for cell in page.xpath(TITLES)]


def cells(desk: Client, path: str) -> list[str]:
    page = tree(desk.get(LIST, {"q": path}))
    (row,) = page.xpath("//*[@id='listing-results']//tbody/tr")
    return [words(cell) for cell in row.iter("td")]


def status(desk: Client) -> str:
    (found,) = tree(desk.get(LIST)).find_class("press-status")
    return words(found)


def logged() -> list[tuple[str, str, str]]:
    entries = ModelLogEntry.objects.filter(action__startswith="press.").order_by("pk")
    return [(each.action, each.label, each.user.email) for each in entries]


def test_list_begins_with_what_fails_and_tells_the_error_in_full(desk: Client) -> None:
    add("/en/fresh/", state="fresh", why="")
    add("/en/stale/")
    add_failing()

    assert listed(desk) == ["/en/gate/", "/en/stale/", "/en/fresh/"]
    assert cells(desk, "/en/gate/")[1] == "/en/gate/ The page fails. KeyError: 'x'"
    assert cells(desk, "/en/stale/")[1:6] == [
        "/en/stale/",
        "English",
        "article",
        "stale",
        "an article or page",
    ]


def test_path_leads_to_the_page_as_readers_get_it(desk: Client) -> None:
    add("/es/año/", language="es")

    (link,) = tree(desk.get(LIST)).xpath(TITLES)
    assert link.get("href") == "/es/a%C3%B1o/"


def test_list_is_filtered_by_state_kind_language_and_path(desk: Client) -> None:
    add_failing()
    add("/en/", Kind.FRONT, state="fresh")
    add("/es/rio/", language="es", state="fresh")

    assert listed(desk, state="failing") == ["/en/gate/"]
    assert listed(desk, state=["failing", "stale"]) == ["/en/gate/"]
    assert listed(desk, kind=Kind.FRONT.value) == ["/en/"]
    assert listed(desk, language="es") == ["/es/rio/"]
    assert listed(desk, q="RIO") == ["/es/rio/"]
    assert listed(desk, ordering="-path") == ["/es/rio/", "/en/gate/", "/en/"]


def test_rows_on_the_screen_are_told_wherever_they_stand(desk: Client) -> None:
    for number in range(3):
        add_failing(f"/en/{number}/")
    shown = add("/en/shown/", state="fresh")

    assert listed(desk, row=shown.pk) == ["/en/shown/"]
    for none in ("no number", "9" * 30, "²"):
        assert len(listed(desk, row=none)) == 4


def test_figures_tell_how_printing_goes(desk: Client) -> None:
    assert status(desk).startswith("Fresh: 0 Stale: 0 Failing: 0 Last printed: never")

    printed_at = timezone.now() - timedelta(hours=3)
    for number in range(2):
        add(f"/en/{number}/", state="fresh", printed_at=printed_at)
    add_failing()
    add("/en/stale/")

    assert status(desk).startswith("Fresh: 2 Stale: 1 Failing: 1 Last printed: 3 hours ago")
    assert "no room" not in status(desk)


def test_want_of_room_is_told(desk: Client) -> None:
    add_failing(error=f"{NO_ROOM} /srv/printed: No space left on device")

    assert "There is no room to print" in status(desk)
    assert "/srv/printed: No space left on device" in status(desk)


def test_clock_that_stands_still_is_told(desk: Client) -> None:
    add("/en/stale/")
    assert "nobody prints" not in status(desk)

    Printing.objects.update(due_at=timezone.now() - timedelta(minutes=11))
    assert "Pages wait and nobody prints them" in status(desk)

    Printing.objects.update(printed_at=timezone.now())
    assert "nobody prints" not in status(desk)


def test_one_page_is_printed_again_and_the_editor_is_where_they_were(desk: Client) -> None:
    page = add_failing()
    add("/en/other/", state="fresh")

    answer = desk.post(f"{LIST}again/{page.pk}/", {"next": f"{LIST}?state=failing"}, follow=True)

    assert answer.redirect_chain == [(f"{LIST}?state=failing", 302)]
    assert "/en/gate/ will be printed again." in words(tree(answer))
    assert listed(desk, state="stale") == ["/en/gate/"]
    assert cells(desk, "/en/gate/")[5] == "asked for at the desk"
    assert logged() == [("press.print", "/en/gate/", "editor@paper.example")]


def test_button_of_a_row_leads_back_to_its_place_in_the_list(desk: Client) -> None:
    page = add_failing()

    for address in (LIST, f"{LIST}results/"):
        given = {"q": "gate", "state": "failing", "_w_filter_fragment": "1"}
        answer = desk.get(address, given)
        form = tree(answer).xpath(f"//form[@action='{LIST}again/{page.pk}/']")[0]
        assert dict(form.form_values())["next"] == f"{LIST}?q=gate&state=failing"


def test_chosen_pages_are_printed_again(desk: Client) -> None:
    second, first = add("/en/2/", state="fresh"), add_failing("/en/1/")
    add("/en/3/", state="fresh")
    chosen = f"{MANY}?id={first.pk}&id={second.pk}&next={LIST}"

    asked = desk.get(chosen)
    answer = desk.post(chosen, follow=True)

    assert [words(item) for item in tree(asked).xpath("//main//div/ul/li")] == ["/en/1/", "/en/2/"]
    assert "2 pages will be printed again." in words(tree(answer))
    assert sorted(listed(desk, state="stale")) == ["/en/1/", "/en/2/"]
    assert [action for action, *_ in logged()] == ["press.print", "press.print"]


def test_all_of_the_list_cannot_be_chosen_by_hand(desk: Client) -> None:
    add_failing()

    desk.post(f"{MANY}?id=all&next={LIST}")

    assert listed(desk, state="failing") == ["/en/gate/"]


def test_everything_is_printed_again_with_progress(desk: Client) -> None:
    for number in range(3):
        add(f"/en/{number}/", state="fresh", printed_at=timezone.now())

    desk.post(f"{LIST}all/")

    assert "Everything will be printed again in a moment. Stop it" in status(desk)
    with time_machine.travel(timezone.now() + timedelta(seconds=10)):
        tend_reprints(at=timezone.now())
        total = Reprint.objects.get().total
        Printing.objects.filter(path="/en/1/").update(state="fresh")
        assert f"Everything is being printed again: 1 of {total} Stop it" in status(desk)
    assert logged() == [("press.reprint", "All pages", "editor@paper.example")]


def test_reprint_is_stopped(desk: Client) -> None:
    add("/en/1/", state="fresh", printed_at=timezone.now())
    desk.post(f"{LIST}all/")
    tend_reprints(at=timezone.now() + timedelta(seconds=10))
    assert Printing.objects.get(path="/en/1/").state == "stale"

    desk.post(f"{LIST}stop/")

    assert Printing.objects.get(path="/en/1/").state == "fresh"
    assert "Print everything again" in status(desk)
    assert [action for action, *_ in logged()] == ["press.reprint", "press.stop"]


@pytest.mark.parametrize("group", ["Administrator", "Editor", "Author", "Contributor"])
def test_only_editors_see_and_change_what_is_printed(paper: FrontPage, group: str) -> None:
    page = add_failing()
    Reprint.objects.all().delete()
    desk = desk_of(group)
    is_editor = group in {"Administrator", "Editor"}

    seen = [may(desk.get(address)) for address in (LIST, f"{LIST}results/")]
    in_menu = LIST in desk.get("/desk/").content.decode()
    Reprint.objects.create(why="running", asked_at=timezone.now())
    done = [
        may(desk.post(address, {"next": LIST}))
        for address in (
            f"{LIST}again/{page.pk}/",
            f"{MANY}?id={page.pk}&next={LIST}",
            f"{LIST}stop/",
            f"{LIST}all/",
        )
    ]

    assert (seen, in_menu, done) == ([is_editor] * 2, is_editor, [is_editor] * 4)
    assert (Printing.objects.get(pk=page.pk).state == "stale") is is_editor
    assert Reprint.objects.filter(cancelled_at=None).count() == 1
    assert Reprint.objects.filter(why="desk").exists() is is_editor


def test_group_may_be_given_to_look_without_to_change(paper: FrontPage) -> None:
    page = add_failing()
    desk = desk_of("Author")
    author = User.objects.get(email="author@paper.example")
    author.groups.get().permissions.add(permission("view_printing"))

    shown = tree(desk.get(LIST))

    assert listed(desk, state="failing") == ["/en/gate/"]
    assert shown.xpath("//main//form[@method='post']") == []
    assert shown.xpath("//input[@data-object-id]") == []
    assert not may(desk.post(f"{LIST}again/{page.pk}/"))


def permission(codename: str) -> Any:
    from django.contrib.auth.models import Permission

    return Permission.objects.get(content_type__app_label="press", codename=codename)


@pytest.mark.parametrize("address", ["again/{}/", "all/", "stop/"])
def test_nothing_is_done_by_looking_or_by_another_site(desk: Client, address: str) -> None:
    page = add_failing()
    door = LIST + address.format(page.pk)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(email="editor@paper.example"))

    assert desk.get(door).status_code == 405
    assert strict.post(door).status_code == 403
    assert (Printing.objects.get().state, Reprint.objects.count()) == ("failing", 0)


@pytest.mark.parametrize("number", [1, 3])
def test_costs_the_same_for_one_page_and_for_three(
    desk: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for index in range(number):
        add_failing(f"/en/{index}/")
    desk.post(f"{LIST}all/")
    desk.get(LIST)

    with django_assert_num_queries(14):
        desk.get(LIST)


@pytest.mark.parametrize("group", ["Editor", "Contributor"])
def test_writer_learns_at_the_page_that_it_fails(paper: FrontPage, group: str) -> None:
    desk = desk_of(group)
    owner = User.objects.get(email=f"{group.lower()}@paper.example")
    gate = add_article(paper, "Gate", slug="gate", owner=owner)
    edit = f"/desk/pages/{gate.pk}/edit/"
    assert "cannot be printed" not in desk.get(edit).content.decode()
    failing = add_failing(gate.url)
    gate.slug = "not-out-yet"
    gate.save_revision()

    first = words(tree(desk.get(edit)))
    Printing.objects.filter(pk=failing.pk).update(printed_at=timezone.now())
    answer = tree(desk.get(edit))

    assert "This page cannot be printed, and readers may not be able to open it." in first
    (message,) = answer.xpath("//*[@class='messages']/ul/li[@class='error']")
    assert "Readers get this page as it was on " in words(message)
    assert "The page fails. KeyError: 'x'" in words(message)
    assert [link.get("href") for link in message.iter("a")] == ([LIST] if group == "Editor" else [])


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("articles:en, page:7, page:8", "the latest articles, an article or page"),
        ("year:en:2026, year", "the archive, a new year"),
        (
            "comment-count:7, issues:en:1, issue-versions:1:x",
            "the comments, the issues of a newsletter",
        ),
        ("site", "theme, settings or version"),
        ("new style sheets, scripts or version", "theme, settings or version"),
        ("something else", "something else"),
        ("", ""),
    ],
)
def test_reason_is_told_in_words(why: str, told: str) -> None:
    assert words_for(why) == told


KEY_FUNCTIONS = [
    function
    for module in (keys, standing, share_card)
    for _name, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__
    and inspect.signature(function).return_annotation is str
]


@pytest.mark.parametrize("function", KEY_FUNCTIONS, ids=lambda each: each.__name__)
def test_each_kind_of_key_has_words(paper: FrontPage, function: Callable[..., str]) -> None:
    given = {
        "language": "en",
        "day": date(2026, 4, 16),
        "year": 2026,
        "page_id": 7,
        "source_id": 7,
        "translation_key": uuid4(),
        "group": add_group(Section, paper.locale, "River"),
        "list_key": "claims:en",
    }
    key = function(*(given[name] for name in inspect.signature(function).parameters))

    assert words_for(key) != key
