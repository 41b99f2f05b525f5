"""Administrators find subscribers, see the proof, suppress, delete, and bring lists in and out."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_tasks import task_backends
from lxml.html import HtmlElement
from pytest_django.fixtures import DjangoAssertNumQueries

from rotativa.articles.models import FrontPage
from rotativa.lib.clock import minute
from rotativa.newsletters.actions import (
    Wish,
    ask_to_subscribe,
    leave_all,
    send_issue,
    suppress_address,
)
from rotativa.newsletters.models import (
    Delivery,
    Intake,
    IntakeFile,
    Issue,
    Newsletter,
    Subscriber,
    Suppression,
)
from rotativa.newsletters.models.subscriber import Standing
from tests.html import part, tree, words
from tests.newsletters.conftest import Subscribes
from tests.newsroom.desk import desk_of, may

LIST = "/desk/newsletter-subscribers/"


@pytest.fixture
def desk(paper: FrontPage) -> Client:
    return desk_of("Administrator")


def shown(desk: Client, query: str = "", *, page: str = "") -> list[str]:
    found = tree(desk.get(f"{LIST}{page}{query}")).get_element_by_id("listing-results")
    return [words(row) for row in found.xpath(".//tbody/tr")]


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_few_queries(
    desk: Client,
    subscribes: Subscribes,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for each in range(number):
        subscribes(f"reader{each}@post.example")
        suppress_address(f"{each}@post.example", why=Suppression.Reason.BOUNCED, at=timezone.now())
    desk.get(LIST)

    with django_assert_num_queries(13):
        assert len(shown(desk)) == number
    with django_assert_num_queries(11):
        assert len(shown(desk, page="suppressed/")) == number


def test_subscriber_is_found_seen_suppressed_lifted_and_deleted(
    desk: Client, subscribes: Subscribes, issue: Issue, daily: Newsletter
) -> None:
    wish = Wish("Dov@post.example", "en", [daily], words="Send it to me", seen_from="203.0.113.7")
    ask_to_subscribe(wish, at=timezone.now())
    subscribes("ada@post.example")
    send_issue(issue, at=timezone.now())
    assert len(shown(desk, "?q=DOV")) == len(shown(desk, "?language=es")) == 1
    assert len(shown(desk, f"?newsletters={daily.pk}")) == 2
    (row,) = shown(desk, "?state=unconfirmed")
    assert row.startswith("Dov@post.example Not confirmed yet English The daily newsletter")
    assert len(shown(desk, "?ordering=address")) == 2

    ada, dov = (Subscriber.objects.get(address=f"{name}@post.example") for name in ("ada", "Dov"))
    proof = words(tree(desk.get(f"{LIST}{dov.pk}/")).get_element_by_id("main"))
    assert "203.0.113.7" in proof
    assert "Asked for itSend it to me" in proof
    told = words(tree(desk.get(f"{LIST}{ada.pk}/")))
    assert "History None yet." in told
    assert "The daily newsletter, Spanish, 26 Nov 2026Waiting" in told

    desk.post(f"{LIST}suppressed/add/", {"address": "ADA@post.example"})
    ada.refresh_from_db()
    assert ada.state == Standing.SUPPRESSED
    history = words(tree(desk.get(f"{LIST}{ada.pk}/")).get_element_by_id("main"))
    assert "Gets no mail any moreStopped by the paper" in history
    assert shown(desk, "?q=dov@post.example", page="suppressed/") == []
    (row,) = shown(desk, "?q=ada@post.example", page="suppressed/")
    assert "Stopped by the paper" in row
    assert "@" not in row
    desk.post(f"{LIST}{ada.pk}/delete/")
    assert (Subscriber.objects.get(), Delivery.objects.get().address) == (dov, "")
    assert Suppression.objects.hold("ada@post.example")
    desk.post(f"{LIST}suppressed/{Suppression.objects.get().pk}/lift/")
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("chi@example", "This is no e-mail address to which we can write."),
        ("", "Write your address first."),
    ],
)
def test_what_is_no_address_to_suppress_comes_back_with_its_fault(
    desk: Client, typed: str, fault: str
) -> None:
    suppress_address("ada@post.example", why=Suppression.Reason.BOUNCED, at=timezone.now())

    page = tree(desk.post(f"{LIST}suppressed/add/", {"address": typed}))

    field = page.get_element_by_id("id_address")
    assert field.get("value", "") == typed
    (form,) = field.iterancestors("form")
    assert form.get("action") == f"{LIST}suppressed/add/"
    assert words(part(form, "error-message")) == fault
    assert len(page.get_element_by_id("listing-results").xpath(".//tbody/tr")) == 1
    assert Suppression.objects.count() == 1


def test_searching_below_a_form_that_came_back_leads_to_the_list(desk: Client) -> None:
    """Scripts of Wagtail write it into the address bar."""
    answer = desk.get(f"{LIST}suppressed/add/?q=ada%40post.example&p=2")

    assert answer.headers["Location"] == f"{LIST}suppressed/?q=ada%40post.example&p=2"


@pytest.mark.parametrize("number", [1, 3])
def test_page_of_a_subscriber_reads_no_letter(
    desk: Client,
    subscribes: Subscribes,
    issue: Issue,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ada = subscribes("ada@post.example")
    for day in range(number):
        told = {name: getattr(issue, name) for name in ("language", "subject", "html", "text")}
        each = Issue.objects.create(newsletter=issue.newsletter, period=f"2026-11-2{day}", **told)
        send_issue(each, at=timezone.now())
    page = f"{LIST}{ada.pk}/"
    desk.get(page)

    with django_assert_num_queries(13) as asked:
        assert words(tree(desk.get(page))).count("Waiting") == number
    assert not any('"html"' in each["sql"] for each in asked.captured_queries)


@pytest.mark.parametrize("number", [1, 3])
def test_whose_mail_came_back_on_some_days_are_lifted_together(
    desk: Client,
    subscribes: Subscribes,
    issue: Issue,
    daily: Newsletter,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """They stand as before; nobody else does, and nobody who has said that they want no mail."""
    now, why = timezone.now(), Suppression.Reason
    readers = [subscribes(f"{n}@blocked.example") for n in range(number)]
    pauses = subscribes("pauses@blocked.example", state=Standing.PAUSED)
    leaves, asks, angry, earlier = (
        subscribes(f"{name}@blocked.example") for name in ("leaves", "asks", "angry", "earlier")
    )
    for each in [*readers, pauses, leaves, angry]:
        suppress_address(each.address, why=why.BOUNCED, at=now)
    suppress_address(asks.address, why=why.ASKED, at=now)
    suppress_address(angry.address, why=why.COMPLAINED, at=now)
    suppress_address(earlier.address, why=why.BOUNCED, at=now - timedelta(days=9))
    suppress_address("deleted@blocked.example", why=why.BOUNCED, at=now)
    leave_all(leaves, at=now)
    days = f"?since_from={now - timedelta(days=1):%Y-%m-%d}"

    with django_assert_num_queries(12):
        page = words(tree(desk.get(f"{LIST}suppressed/{days}")))
    assert f"Yes, to the {number + 3} addresses of this list whose mail came back" in page
    assert "Yes, to the" not in words(tree(desk.get(f"{LIST}suppressed/")))
    assert len(shown(desk, "?reason=bounced", page="suppressed/")) == number + 4

    told = lift_all(desk, f"{days}&reason=bounced", said=number + 3)
    assert f"{number + 3} addresses may get mail again." in told

    stand = dict(Subscriber.objects.values_list("address", "state"))
    assert stand == {
        **{each.address: "active" for each in readers},
        "pauses@blocked.example": "paused",
        "leaves@blocked.example": "left",
        **{f"{name}@blocked.example": "suppressed" for name in ("asks", "angry", "earlier")},
    }
    assert Suppression.objects.count() == 3
    assert send_issue(issue, at=now).frozen_count == number
    proof = words(tree(desk.get(f"{LIST}{readers[0].pk}/")).get_element_by_id("main"))
    assert "May get mail again" in proof


@pytest.mark.parametrize("is_known", [True, False])
def test_who_had_left_before_has_left_then_also_once_they_are_lifted(
    desk: Client, subscribes: Subscribes, is_known: bool
) -> None:
    """Also where it was not kept what they were, before an upgrade."""
    long_ago = timezone.now() - timedelta(days=400)
    left, active = (subscribes(f"{name}@blocked.example") for name in ("left", "active"))
    leave_all(left, at=long_ago)
    for each in (left, active):
        suppress_address(each.address, why=Suppression.Reason.ASKED, at=timezone.now())
    if not is_known:
        Subscriber.objects.update(state_before="")

    for pk in Suppression.objects.values_list("pk", flat=True):
        desk.post(f"{LIST}suppressed/{pk}/lift/")

    for each in (left, active):
        each.refresh_from_db()
    assert [left.state, active.state] == [Standing.LEFT] * 2
    assert left.left_at == long_ago
    assert active.left_at is not None
    assert active.left_at > long_ago


def lift_all(desk: Client, query: str, **form: int) -> str:
    sure = {"sure": form["said"]} if form else {}
    answer = desk.post(f"{LIST}suppressed/lift/{query}", sure, follow=True)
    return words(tree(answer).get_element_by_id("main"))


def test_nobody_is_lifted_whom_the_list_does_not_show(desk: Client) -> None:
    for each in "abc":
        suppress_address(f"{each}@post.example", why=Suppression.Reason.BOUNCED, at=timezone.now())
    of_one = "?reason=bounced&q=a%40post.example"

    for query in ("", "?p=1", "?ordering=-since", "?q=a@post.example", "?since_from=x"):
        assert "Narrow the list first" in lift_all(desk, query, said=3)
    assert "Narrow the list first" in lift_all(desk, "?reason=bounced")
    assert "has changed meanwhile" in lift_all(desk, "?reason=bounced", said=2)
    assert "has changed meanwhile" in lift_all(desk, of_one, said=3)
    assert Suppression.objects.count() == 3
    found = tree(desk.get(f"{LIST}suppressed/results/{of_one}"))
    assert "Yes, to the 1 address of this list" in words(found)
    assert f"{LIST}suppressed/lift/{of_one}" in found.xpath("//form/@action")

    assert "1 address may get mail again." in lift_all(desk, of_one, said=1)

    assert not Suppression.objects.hold("a@post.example")
    assert Suppression.objects.count() == 2


def test_lists_come_in_and_go_out(desk: Client, daily: Newsletter) -> None:
    table = b"email,created_at\nada@post.example,2024-01-05\nnobody,\n"

    def bring(content: bytes, **more: str) -> str:
        file = SimpleUploadedFile("list.csv", content)
        form = {"file": file, "newsletters": daily.pk, "language": "es", **more}
        answer = desk.post(f"{LIST}import/", form, follow=True)
        return words(tree(answer).get_element_by_id("main"))

    form = part(tree(desk.get(f"{LIST}import/")), "newsletter-intake")
    assert (words(form.find("button")), form.fields["is_trial"]) == ("Read the file", "on")
    tried_page = bring(table, is_trial="on")
    assert "What would become of this file (CSV) Added1" in tried_page
    assert "Bring them in" in tried_page
    assert not Subscriber.objects.exists()
    tried = Intake.objects.get()
    seen = {"shift": f"{tried.shift}"}
    told = words(tree(desk.post(f"{LIST}import/{tried.pk}/store/", seen, follow=True)).body)
    assert "What became of this file (CSV) Added1" in told
    assert "Line 3: no address" in told
    assert "That was asked for already" in words(
        tree(desk.post(f"{LIST}import/{tried.pk}/store/", seen, follow=True)).body
    )
    assert Subscriber.objects.get().steps.get().words == "list.csv (CSV)"
    assert "must name a column with addresses" in bring(b"name\nAda\n")
    broken = bring(b'email\nbo@post.example\n"' + b"x" * 200_000)
    assert "Line 3 cannot be read; nothing was read from there on." in broken
    assert "What became of this file (CSV) Added1" in broken
    answer = desk.post(f"{LIST}export/")
    assert b"ada@post.example,es,active,daily,2024-01-05" in answer.getvalue()
    assert "no-store" in answer.headers["Cache-Control"]

    clerk = desk_of("Editor")
    Group.objects.get(name="Editor").permissions.add(
        Permission.objects.get(codename="change_subscriber")
    )
    suppressed = b"email_address,optin_time,clean_time\nada@post.example,,2020-03-23\n"
    form = {"file": SimpleUploadedFile("cleaned.csv", suppressed), "newsletters": daily.pk}
    kept = clerk.post(f"{LIST}import/", {**form, "language": "es"}, follow=True)
    assert "you may not suppress addresses1" in words(tree(kept).get_element_by_id("main"))
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_files_brought_cost_the_same_few_queries(
    desk: Client,
    daily: Newsletter,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for each in range(number):
        bring_file(desk, b"email\nada@post.example\n", name=f"{each}.csv", language="es")
    desk.get(f"{LIST}import/")

    with django_assert_num_queries(12):
        page = tree(desk.get(f"{LIST}import/"))
    assert len(page.xpath("//main//tbody/tr")) == number
    (form,) = page.find_class("newsletter-intake")
    assert [words(each) for each in form.iter("button")] == ["Read the file"]


def bring_file(desk: Client, content: bytes, *, name: str = "list.csv", **more: str) -> Any:
    file = SimpleUploadedFile(name, content)
    form = {"file": file, "newsletters": Newsletter.objects.daily().pk, **more}
    return desk.post(f"{LIST}import/", form, follow=True)


def bring_until_killed(
    desk: Client, content: bytes, monkeypatch: pytest.MonkeyPatch, *, parts: int
) -> Intake:
    """In parts of two rows, the last of which the worker did not live to commit."""
    module = import_module(
        "rotativa.newsletters.actions.bring_in"
    )  # its name there is the action's
    store, stored = module.store, []
    monkeypatch.setattr(module, "AT_ONCE", 2)

    def killed(*args: Any, **kwargs: Any) -> None:
        store(*args, **kwargs)
        stored.append(1)
        if len(stored) > parts:
            raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(module, "store", killed)
        bring_file(desk, content, language="es")
    return Intake.objects.get()


def test_file_goes_on_where_its_worker_was_killed(
    desk: Client, daily: Newsletter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row of two lines and an empty one stand before that place."""
    rows = [f"{number}@post.example" for number in range(5)]
    first = f'{rows[0]},"two\nlines"\n'
    lines = ["email,language", first, *rows[1:], "nobody", rows[0].upper(), ""]
    table = "\n".join(lines).encode()

    intake = bring_until_killed(desk, table, monkeypatch, parts=1)

    assert (intake.state, intake.rows_read, Subscriber.objects.count()) == ("working", 2, 2)
    page = words(tree(desk.get(f"{LIST}import/{intake.pk}/")).get_element_by_id("main"))
    assert "2 of about 10 rows" in page
    minute.send(sender=None, at=timezone.now())
    assert Subscriber.objects.count() == 2  # somebody may be at it
    later = timezone.now() + timedelta(minutes=6)
    with time_machine.travel(later):
        minute.send(sender=None, at=later)
    intake.refresh_from_db()
    assert intake.state == "done"
    assert intake.counts == {"added": 5, "refused": 1, "twice": 1}
    assert [each["line"] for each in intake.faults] == [9]
    assert sorted(Subscriber.objects.values_list("address", flat=True)) == rows
    assert not IntakeFile.objects.exists()


def test_of_two_columns_with_addresses_the_first_that_says_one_is_read(
    desk: Client, daily: Newsletter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also by the worker who goes on with the file, and knows by it who came before."""
    ada, bo = "ada@post.example", "bo@post.example"
    lines = ["email,Email", f"{ada},", f"{bo},other@post.example", f",{ada}", f",{bo}"]
    intake = bring_until_killed(desk, "\n".join(lines).encode(), monkeypatch, parts=1)

    later = timezone.now() + timedelta(minutes=6)
    with time_machine.travel(later):
        minute.send(sender=None, at=later)

    intake.refresh_from_db()
    assert intake.counts == {"added": 2, "twice": 2}
    assert sorted(Subscriber.objects.values_list("address", flat=True)) == [ada, bo]


def test_page_of_a_file_says_why_rows_were_left_out(desk: Client, daily: Newsletter) -> None:
    rows = [
        "ada@post.example,active",
        "bo@post.example,<b>asleep",
        f"chi@post.example,{'z' * 100}",
    ]
    table = "\n".join(["email,status", *rows, "nobody,active"]).encode()

    bring_file(desk, table, language="es")

    page = tree(desk.get(f"{LIST}import/{Intake.objects.get().pk}/")).get_element_by_id("main")
    assert "Lines that were not taken" in words(page)
    assert [words(each) for each in part(page, "newsletter-lines")] == [
        "Line 3: its “status” is “<b>asleep”; whether it gets mail is not known",
        f"Line 4: its “status” is “{'z' * 59}…”; whether it gets mail is not known",
        "Line 5: no address to which mail can go",
    ]
    assert Intake.objects.get().counts == {"added": 1, "unclear": 2, "refused": 1}


def store(desk: Client, page: HtmlElement) -> str:
    """By the button of the page."""
    (form,) = (each for each in page.forms if str(each.action).endswith("/store/"))
    return words(tree(desk.post(form.action, dict(form.form_values()), follow=True)))


@pytest.mark.parametrize("is_read_by_then", [True, False])
def test_what_was_to_be_read_with_other_columns_is_stored_by_nobody_who_has_not_seen_it(
    desk: Client, daily: Newsletter, monkeypatch: pytest.MonkeyPatch, is_read_by_then: bool
) -> None:
    """Two editors have the page open; one says that a column says nothing of mail."""
    rows = b"email,unsubscribe_token,town\nada@post.example,7f3a,Vigo\n"
    seen_before = tree(bring_file(desk, rows, language="es"))
    intake, meanwhile = Intake.objects.get(), {"unheeded": ["unsubscribe_token"]}
    with monkeypatch.context() as patch:
        if not is_read_by_then:
            patch.setattr(type(task_backends["default"]), "enqueue", lambda *_args: None)
        desk.post(f"{LIST}import/{intake.pk}/again/", meanwhile)

    told = store(desk, seen_before)

    assert "Somebody asked to have the file read once more since you opened this page." in told
    intake.refresh_from_db()
    assert (intake.is_trial, Subscriber.objects.count()) == (True, 0)
    minute.send(sender=None, at=timezone.now())
    seen_after = tree(desk.get(f"{LIST}import/{intake.pk}/"))
    assert "What became of this file" in store(desk, seen_after)
    assert Subscriber.objects.get().state == Standing.ACTIVE


def test_what_columns_are_taken_for_is_told_before_anything_is_stored(
    desk: Client, daily: Newsletter
) -> None:
    """What stands unheeded is read again, and that is what is stored then."""
    head, rows = "email,status,unsubscribe_token,town", ("ada@post.example,active,7f3a,Vigo",)

    told = tree(bring_file(desk, "\n".join([head, *rows]).encode(), language="es"))

    page, intake = words(told.get_element_by_id("main")), Intake.objects.get()
    assert "These say who gets mailstatus" in page
    assert "where they do not clearly say yes, the row is left outunsubscribe_token" in page
    assert "not heeded, but for a word such as “unsubscribed”town" in page
    assert "Nothing is stored yet" in page
    assert words(part(told, "w-status--primary")) == "Done, on trial"
    assert told.xpath("//input[@name='unheeded']/@value") == ["unsubscribe_token"]
    assert (intake.counts, Subscriber.objects.count()) == ({"unclear": 1}, 0)

    said = {"unheeded": ["unsubscribe_token", "no such column"]}
    told = tree(desk.post(f"{LIST}import/{intake.pk}/again/", said, follow=True))

    intake.refresh_from_db()
    assert (intake.counts, intake.faults, Subscriber.objects.count()) == ({"added": 1}, [], 0)
    assert told.xpath("//input[@name='unheeded'][@checked]/@value") == ["unsubscribe_token"]
    store(desk, told)
    assert Subscriber.objects.get().state == Standing.ACTIVE
    bring_file(desk, b"email,town\nbo@post.example,Vigo\n", language="es")
    IntakeFile.objects.all().delete()
    forgotten = Intake.objects.latest("pk")
    assert "send it once more" in words(
        tree(desk.post(f"{LIST}import/{forgotten.pk}/again/", follow=True))
    )


def test_file_that_is_stopped_stores_no_more_and_is_forgotten(
    desk: Client, daily: Newsletter, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = bring_until_killed(desk, b"email\nada@post.example\n", monkeypatch, parts=0)

    desk.post(f"{LIST}import/{intake.pk}/stop/")

    for after in (timedelta(hours=1), timedelta(days=1, minutes=1)):
        assert IntakeFile.objects.exists()
        minute.send(sender=None, at=timezone.now() + after)
    assert (Intake.objects.get().state, Subscriber.objects.count()) == ("stopped", 0)
    assert not IntakeFile.objects.exists()


def test_others_see_no_subscriber(desk: Client, subscribes: Subscribes) -> None:
    editor, ada = desk_of("Editor"), subscribes("ada@post.example")
    pages = ["", "suppressed/", "import/", f"{ada.pk}/"]
    assert [may(editor.get(f"{LIST}{page}")) for page in pages] == [False] * 4
    deeds = [
        "export/",
        "import/1/again/",
        "import/1/store/",
        "import/1/stop/",
        "suppressed/add/",
        f"{ada.pk}/delete/",
    ]
    deeds += ["suppressed/lift/", "suppressed/1/lift/"]
    assert [may(editor.post(f"{LIST}{deed}")) for deed in deeds] == [False] * 8
