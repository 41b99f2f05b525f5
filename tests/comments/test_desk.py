"""Editors read what waits, decide one by one or many at once, and ban for a term."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from rotativa.articles.models import Article, FrontPage
from rotativa.comments.actions import report_comment
from rotativa.comments.models import Comment, Decision, Standing, ThreadCount
from rotativa.comments.rules import Reason, Status
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


@pytest.mark.parametrize("number", [1, 3])
def test_queues_cost_the_same_few_queries(
    gate: Article, desk: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(gate, number)
    desk.get(PENDING)

    with django_assert_num_queries(16):
        waiting = desk.get(PENDING)
    with django_assert_num_queries(16):
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
    desk.post(address, {"deed": "approved", "reason": "other"})
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


def test_many_are_decided_at_once(gate: Article, desk: Client) -> None:
    pks = [added(gate, f"Buy {each}", status=Status.PENDING).pk for each in range(3)]
    chosen = "&".join(f"id={pk}" for pk in pks)

    asked = desk.get(f"{BULK}reject/?{chosen}")
    desk.post(f"{BULK}reject/?{chosen}", {"reason": "advert", "note": "all the same"})
    rejected = list(Comment.objects.values_list("status", "reason"))
    desk.post(f"{BULK}spam/?{chosen}")
    spam = len(texts(desk.get(f"{PENDING}spam/")))
    desk.post(f"{BULK}approve/?{chosen}")

    assert "Buy 2" in words(tree(asked).body)
    assert rejected == [("rejected", "advert")] * 3
    assert spam == 3
    assert ThreadCount.objects.shown(gate.translation_key) == 3
    assert Decision.objects.filter(note="all the same").count() == 3


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
        assert "Lift the ban" in words(tree(desk.get(f"{address}ban/")).body)
        desk.post(f"{address}ban/", {"lift": "yes"})
    assert Standing.objects.get(reader=chi).banned_until is None
    assert list(Decision.objects.order_by("pk").values_list("deed", flat=True)) == [
        "ban", "rejected", "lift",
    ]  # fmt: skip


def test_nobody_of_the_desk_can_be_banned(gate: Article, desk: Client) -> None:
    ada = add_reader("ada@paper.example", "Ada", is_superuser=True)

    answer = desk.post(f"{PENDING}reader/{ada.pk}/ban/", {"reason": "other", "days": "1"})

    assert "Somebody of the desk cannot be banned." in words(tree(answer).body)
    assert not Standing.objects.exists()


def test_only_moderators_moderate(gate: Article) -> None:
    comment = added(gate, "Waits", status=Status.PENDING)
    author, reader = desk_of("Author"), Client()
    reader.force_login(add_reader())

    for client in (author, reader, Client()):
        for address in (
            PENDING,
            f"{PENDING}log/",
            f"{PENDING}reader/1/",
            f"{PENDING}reader/1/ban/",
        ):
            answer = client.get(address)
            assert answer.status_code == 302, address
        client.post(f"{PENDING}decide/{comment.pk}/", {"deed": "approved"})
        client.post(f"{BULK}approve/?id={comment.pk}")
    assert not may(author.get(PENDING))
    assert Comment.objects.get().status == Status.PENDING


def test_administrator_sets_the_rules(gate: Article, client: Client) -> None:
    admin = desk_of("Administrator")
    rules = {"mode": "before", "held_words": "", "most_links": "2", "closes_after_days": "",
             "is_shared": "on", "order": "oldest", "depth": "3"}  # fmt: skip

    settings = admin.get("/desk/settings/comments/commentrules/", follow=True).redirect_chain[-1][0]
    admin.post(settings, rules)
    before = words(tree(client.get(gate.url)).get_element_by_id("comments"))
    admin.post("/desk/othermode/new/", {"section": "", "article": gate.pk, "mode": "closed"})

    assert "We read comments before they appear." in before
    assert 'id="comments"' not in client.get(gate.url).content.decode()
