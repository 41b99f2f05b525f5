"""Editors read what waits, decide one by one or many at once, and ban for a term."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from rotativa.articles.models import Article, FrontPage
from rotativa.comments.actions import report_comment, wrong_reports
from rotativa.comments.models import Comment, Decision, OtherMode, Standing, ThreadCount
from rotativa.comments.rules import Mode, Reason, Status
from tests.comments.doors import NOON, added, send
from tests.factories.articles import add_article
from tests.html import tree, words
from tests.newsroom.desk import desk_of, may
from tests.readers.doors import add_reader

PENDING = "/desk/reader-comments/"
BULK = "/desk/bulk/comments/comment/"


@pytest.fixture
def gate(paper: FrontPage) -> Article:
    return add_article(paper, "The gate", slug="gate")


@pytest.fixture
def desk(paper: FrontPage) -> Client:
    return desk_of("Editor")


def texts(answer: Any) -> list[str]:
    return [words(each) for each in tree(answer).find_class("comments-cell__text")]


def fill(gate: Article, number: int) -> None:
    for each in range(number):
        reader = add_reader(f"{each}@post.example", f"Reader {each}")
        Standing.objects.create(reader=reader, approved=1)
        above = added(gate, f"Above {each}")
        waits = added(gate, f"Waits {each}", reader, status=Status.PENDING, parent=above)
        report_comment(above, by=reader, reason=Reason.INSULT, words="Look", at=NOON)
        report_comment(waits, by=reader, reason=Reason.INSULT, words="Look", at=NOON)


def test_menu_leads_to_what_waits(desk: Client) -> None:
    menu = tree(desk.get("/desk/")).get_element_by_id("wagtail-sidebar-props")

    assert f'"{PENDING}"' in words(menu)


@pytest.mark.parametrize("number", [1, 3])
def test_queues_cost_the_same_few_queries(
    gate: Article, desk: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(gate, number)
    desk.get(PENDING)

    with django_assert_num_queries(17):
        waiting = desk.get(PENDING)
    with django_assert_num_queries(17):
        reported = desk.get(f"{PENDING}reported/")

    assert texts(waiting) == [f"Waits {each}" for each in range(number)]
    assert len(texts(reported)) == 2 * number
    assert "Reported: It insults somebody. Look" in words(tree(waiting).body)
    assert "post.example" not in waiting.content.decode()
    assert texts(desk.get(f"{PENDING}spam/")) == []
    assert len(texts(desk.get(f"{PENDING}recent/"))) == 2 * number


def test_one_is_decided_in_its_row_and_the_decision_stays(gate: Article, desk: Client) -> None:
    comment = added(gate, "You fool", add_reader(), status=Status.PENDING)
    address = f"{PENDING}decide/{comment.pk}/"

    refused = desk.post(address, {"deed": "vanish"})
    desk.post(address, {"deed": "approved", "reason": "other", "seen": comment.version})
    shown = Client().get(gate.url).content.decode()
    answer = desk.post(address, {"deed": "rejected", "reason": "insult", "next": PENDING})

    assert (refused.status_code, "You fool" in shown) == (400, True)
    assert answer.headers["Location"] == PENDING
    page = Client().get(gate.url).content.decode()
    assert "You fool" not in page
    assert "It insults somebody." in page
    assert ThreadCount.objects.shown(gate.translation_key) == 0
    standing = Standing.objects.get()
    assert (standing.approved, standing.rejected) == (0, 1)
    log = words(tree(desk.get(f"{PENDING}log/")).get_element_by_id("listing-results"))
    assert "rejected Chi You fool It insults somebody." in log
    assert Decision.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE comments_decision SET note = 'otherwise'")


def test_one_is_pinned_and_others_are_picked(gate: Article, desk: Client, client: Client) -> None:
    first, second = added(gate, "First"), added(gate, "Second")
    reply = added(gate, "A reply", parent=first)
    waits = added(gate, "Waits", status=Status.PENDING)

    for comment, deed in (
        (first, "pin"), (second, "pin"), (reply, "pin"), (waits, "pick"), (reply, "pick"),
        (reply, "pick"),
    ):  # fmt: skip
        desk.post(f"{PENDING}decide/{comment.pk}/", {"deed": deed})
    page = tree(client.get(gate.url))
    desk.post(f"{PENDING}decide/{second.pk}/", {"deed": "rejected", "reason": "other"})
    desk.post(f"{PENDING}decide/{reply.pk}/", {"deed": "unpick"})

    said = [
        (words(each.find_class("comment__body")[0]), [words(b) for b in each.find_class("badge")])
        for each in page.find_class("comment")
    ]
    assert said == [
        ("Second", ["Pinned"]), ("First", ["Editors’ pick"]), ("A reply", ["Editors’ pick"]),
    ]  # fmt: skip
    assert list(Decision.objects.order_by("pk").values_list("comment", "deed")) == [
        (first.pk, "pin"), (second.pk, "pin"), (reply.pk, "pick"), (second.pk, "rejected"),
        (reply.pk, "unpick"),
    ]  # fmt: skip
    assert not Comment.objects.exclude(pinned_at=None, picked_at=None).exists()


def test_many_are_decided_at_once(gate: Article, desk: Client) -> None:
    pks = [added(gate, f"Buy {each}", status=Status.PENDING).pk for each in range(3)]
    chosen = "&".join(f"id={pk}" for pk in pks)

    asked = desk.get(f"{BULK}reject/?{chosen}")
    given = hidden(desk.get(f"{BULK}approve/?{chosen}"))
    desk.post(f"{BULK}reject/?{chosen}", {"reason": "advert", "note": "all the same"})
    rejected = list(Comment.objects.values_list("status", "reason"))
    desk.post(f"{BULK}spam/?{chosen}")
    spam = len(texts(desk.get(f"{PENDING}spam/")))
    Comment.objects.filter(pk=pks[0]).update(text="Changed meanwhile")
    half = desk.post(f"{BULK}approve/?{chosen}&next={PENDING}", given, follow=True)
    desk.post(f"{BULK}approve/?{chosen}", hidden(desk.get(f"{BULK}approve/?{chosen}")))

    assert "2 comments are decided. It was changed or deleted meanwhile" in words(tree(half).body)
    assert "Buy 2" in words(tree(asked).body)
    assert rejected == [("rejected", "advert")] * 3
    assert spam == 3
    assert ThreadCount.objects.shown(gate.translation_key) == 3
    assert Decision.objects.filter(note="all the same").count() == 3


def hidden(answer: Any) -> dict[str, str]:
    """What the form of a confirmation carries along."""
    fields = tree(answer).findall(".//input[@type='hidden']")
    return {each.get("name"): each.get("value") for each in fields}


def test_what_was_changed_meanwhile_is_read_again(gate: Article, desk: Client) -> None:
    comment = added(gate, "See https://a.example/B", add_reader(), status=Status.PENDING)
    row = tree(desk.get(f"{PENDING}?p=1")).find_class("comments-doings")[0]
    given = {each.get("name"): each.get("value") for each in row.findall(".//input")}
    Comment.objects.update(text="See https://a.example/b")  # elsewhere, by one capital

    told = desk.post(f"{PENDING}decide/{comment.pk}/", {**given, "deed": "approved"}, follow=True)

    assert "It was changed or deleted meanwhile: read it again." in words(tree(told).body)
    assert told.redirect_chain[-1][0] == f"{PENDING}?p=1"
    assert (Comment.objects.get().status, Decision.objects.count()) == (Status.PENDING, 0)


def test_ban_has_a_term_and_can_take_everything_along(
    gate: Article, desk: Client, client: Client
) -> None:
    chi = add_reader()
    client.force_login(chi)
    added(gate, "Nasty", chi)
    ThreadCount.objects.add(gate.translation_key, "en", 1)
    address = f"{PENDING}reader/{chi.pk}/"
    ban = {"reason": "insult", "days": "7", "hides_all": "on", "note": "third time"}

    with time_machine.travel(NOON, tick=False):
        assert texts(desk.get(address)) == ["Nasty"]
        desk.post(f"{address}ban/", ban)
    assert ThreadCount.objects.shown(gate.translation_key) == 0
    banned = send(client, gate, "Again", at=NOON + timedelta(days=6))
    free = send(client, gate, "Once more", at=NOON + timedelta(days=8))

    assert "You cannot write comments until 24 April 2026, 12:00." in words(tree(banned).body)
    assert "Your comment waits for an editor." in words(tree(free).body)
    with time_machine.travel(NOON, tick=False):
        assert "Banned until" in words(tree(desk.get(address)).body)
        assert "Lift the ban" in words(tree(desk.get(f"{address}ban/")).body)
        desk.post(f"{address}ban/", {"lift": "yes"})
    assert Standing.objects.get(reader=chi).banned_until is None
    desk.post(f"{address}ban/", {**ban, "days": ""})
    assert "Banned for good." in words(tree(desk.get(address)).body)
    assert list(Decision.objects.order_by("pk").values_list("deed", flat=True)) == [
        "ban", "rejected", "lift", "ban", "rejected",
    ]  # fmt: skip


def test_everything_of_a_reader_goes_and_editors_leave_notes(gate: Article, desk: Client) -> None:
    chi = add_reader()
    said = [added(gate, f"Nasty {each}", chi, decided_at=NOON) for each in range(3)]
    waits = added(gate, "Waits", chi, status=Status.PENDING)
    report_comment(
        said[0], by=add_reader("dov@post.example", "Dov"), reason=Reason.INSULT, words="", at=NOON
    )
    ThreadCount.objects.add(gate.translation_key, "en", 3)
    Standing.objects.create(reader=chi, approved=3)
    address = f"{PENDING}reader/{chi.pk}/"

    desk.post(f"{PENDING}note/{waits.pk}/", {"note": "Asked twice", "next": PENDING})
    desk.post(f"{address}note/", {"note": "Wrote to us"})
    before = words(tree(desk.get(address)).body)
    assert "Of this reader: approved 3, rejected 0" in words(tree(desk.get(PENDING)).body)
    other = desk_of("Administrator")
    for note in Decision.objects.filter(note__in=["Wrote to us", "Asked twice"]).order_by("pk"):
        other.post(f"{PENDING}note/{note.pk}/delete/")  # as if there were none
    theirs = words(tree(other.get(address)).body)
    for _ in range(2):
        desk.post(f"{PENDING}note/{note.pk}/delete/", {"next": address})
    after = words(tree(desk.get(address)).body)
    desk.post(f"{address}hide/", {"reason": "insult", "note": "all of it"})

    assert "Note: Wrote to us" in theirs
    assert [text in after for text in ("Note: Asked twice", "Note: Wrote to us")] == [True, False]
    assert "Note: Asked twice" in before
    assert "Note: Wrote to us" in before
    assert set(Comment.objects.values_list("status", "reason", "open_reports")) == {
        ("rejected", "insult", 0)
    }
    assert ThreadCount.objects.shown(gate.translation_key) == 0
    standing = Standing.objects.get(reader=chi)
    assert (standing.approved, standing.rejected) == (0, 4)
    assert list(Decision.objects.order_by("pk").values_list("deed", flat=True)) == [
        "note", "note", "unnote", *["rejected"] * 4,
    ]  # fmt: skip
    log = words(tree(desk.get(f"{PENDING}log/")).get_element_by_id("listing-results"))
    assert "noted Chi Waits" in log
    assert "deleted the note Chi Wrote to us" in log


def test_account_that_goes_takes_name_and_reports_along(gate: Article) -> None:
    chi, dov = add_reader(), add_reader("dov@post.example", "Dov")
    said = added(gate, "Mine", chi)
    report_comment(said, by=dov, reason=Reason.INSULT, words="", at=NOON)
    Comment.objects.update(open_reports=5)
    assert wrong_reports() == {said.pk: 1}

    dov.delete()
    chi.delete()

    assert list(Comment.objects.values_list("name", "text", "open_reports")) == [("", "Mine", 0)]


def test_nobody_of_the_desk_can_be_banned(gate: Article, desk: Client) -> None:
    ada = add_reader("ada@paper.example", "Ada", is_superuser=True)

    answer = desk.post(f"{PENDING}reader/{ada.pk}/ban/", {"reason": "other", "days": "1"})

    assert "Somebody of the desk cannot be banned." in words(tree(answer).body)
    assert not Standing.objects.exists()


def test_only_moderators_moderate(gate: Article) -> None:
    chi = add_reader()
    comment = added(gate, "Waits", chi, status=Status.PENDING)
    author, reader = desk_of("Author"), Client()
    reader.force_login(chi)

    for client in (author, reader, Client()):
        for address in (
            PENDING,
            f"{PENDING}log/",
            f"{PENDING}reader/1/",
            f"{PENDING}reader/1/ban/",
        ):
            answer = client.get(address)
            assert answer.status_code == 302, address
        given = {"deed": "approved", "seen": comment.version, f"seen-{comment.pk}": comment.version}
        client.post(f"{PENDING}decide/{comment.pk}/", given)
        client.post(f"{BULK}approve/?id={comment.pk}", given)
        for address in (
            f"reader/{chi.pk}/ban/",
            f"reader/{chi.pk}/hide/",
            f"reader/{chi.pk}/note/",
            f"note/{comment.pk}/",
        ):
            client.post(f"{PENDING}{address}", {"reason": "other", "days": "1", "note": "No"})
    assert not may(author.get(PENDING))
    assert Comment.objects.get().status == Status.PENDING
    assert not Decision.objects.exists()
    assert not Standing.objects.exists()


def test_administrator_sets_the_rules(gate: Article, client: Client) -> None:
    admin = desk_of("Administrator")
    rules = {"mode": "before", "held_words": "", "most_links": "2", "closes_after_days": "",
             "is_shared": "on", "order": "oldest", "depth": "3"}  # fmt: skip

    settings = admin.get("/desk/settings/comments/commentrules/", follow=True).redirect_chain[-1][0]
    admin.post(settings, rules)
    before = words(tree(client.get(gate.url)).get_element_by_id("comments"))
    added(gate, "Said before")
    closed = {"section": "", "article": gate.pk, "mode": "closed"}
    admin.post("/desk/othermode/new/", closed)
    again = admin.post("/desk/othermode/new/", closed)

    assert "We read comments before they appear." in before
    after = words(tree(client.get(gate.url)).get_element_by_id("comments"))
    assert "Comments on this article are closed." in after
    assert "There is a rule for it already." in words(tree(again).body)


@pytest.mark.parametrize("number", [1, 3])
def test_rules_for_comments_cost_the_same_few_queries(
    paper: FrontPage, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    admin = desk_of("Administrator")
    for each in range(number):
        article = add_article(paper, f"Gate {each}", slug=f"gate-{each}")
        OtherMode.objects.create(article=article, mode=Mode.CLOSED)
    admin.get("/desk/othermode/")

    with django_assert_num_queries(11):
        rows = admin.get("/desk/othermode/")

    assert words(tree(rows).body).count("closed") >= number
