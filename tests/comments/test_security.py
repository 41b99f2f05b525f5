"""What strangers and other readers cannot do, whatever they send. Accounts: tests/readers."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from rotativa.articles.models import Article, FrontPage
from rotativa.comments import limits
from rotativa.comments.models import Comment, CommentRules, Decision, Report
from rotativa.comments.rules import Mode, Status
from rotativa.lib.attempts import Limit
from rotativa.people.models import User
from tests.comments.doors import NOON, added, form_of, send
from tests.factories.articles import add_article
from tests.html import tree
from tests.newsroom.desk import desk_of
from tests.readers.doors import add_reader

DESK = "/desk/reader-comments/"


@pytest.fixture
def gate(paper: FrontPage) -> Article:
    return add_article(paper, "The gate", slug="gate")


@pytest.fixture
def chi(client: Client, paper: FrontPage) -> User:
    reader = add_reader()
    client.force_login(reader)
    return reader


def address(gate: Article, pk: int, what: str) -> str:
    return f"/en/-/comments/{gate.translation_key}/{pk}/{what}/"


def test_forms_of_other_sites_are_refused(gate: Article) -> None:
    chi = add_reader()
    comment = added(gate, "Mine", chi, status=Status.PENDING)
    said = added(gate, "Said", name="Dov")
    reader, editor = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    reader.force_login(chi)
    editor.force_login(User.objects.create_superuser("ada@paper.example"))
    seal = tree(reader.get(form_of(gate))).find(".//input[@name='seal']").get("value")
    given = {
        "deed": "approved", "seen": comment.version, "reason": "other", "days": "1", "note": "x",
        "text": "Forged", "seal": seal,
    }  # fmt: skip

    answers = [
        client.post(where, given).status_code
        for client, where in (
            (reader, form_of(gate)),
            *((reader, address(gate, comment.pk, what)) for what in ("edit", "delete")),
            (reader, address(gate, said.pk, "report")),
            *((editor, f"{DESK}{what}/{comment.pk}/") for what in ("decide", "note")),
            *((editor, f"{DESK}reader/{chi.pk}/{what}/") for what in ("ban", "hide", "note")),
            (editor, f"/desk/bulk/comments/comment/approve/?id={comment.pk}"),
        )
    ]

    assert answers == [403] * 10
    assert set(Comment.objects.values_list("text", "status")) == {
        ("Mine", "pending"), ("Said", "approved"),
    }  # fmt: skip
    assert not Decision.objects.exists()
    assert not Report.objects.exists()


def test_form_takes_nothing_that_it_does_not_show(client: Client, gate: Article, chi: User) -> None:
    dov = add_reader("dov@post.example", "Dov")
    more: dict[str, Any] = {
        "status": "approved", "published_at": NOON, "is_staff": "on", "name": "Ada", "id": "7",
        "reader": dov.pk, "created_at": NOON - timedelta(days=9), "html": "<script>", "claim": "x",
        "learned": "fine", "is_quick": "", "likeness": "0",
    }  # fmt: skip

    send(client, gate, "Mine", **more)
    send(
        client, gate, "Again", at=NOON + timedelta(minutes=1), parent=str(Comment.objects.get().pk)
    )

    fields = (
        "status",
        "published_at",
        "is_staff",
        "name",
        "reader",
        "html",
        "claim",
        "language",
        "parent",
    )
    assert list(Comment.objects.order_by("pk").values_list(*fields)) == [
        ("pending", None, False, "Chi", chi.pk, f"<p>{text}</p>", "", "en", None)
        for text in ("Mine", "Again")
    ]


def test_what_is_anothers_or_unseen_is_as_if_it_were_not(
    client: Client, gate: Article, chi: User
) -> None:
    """Not even that it is there can be told apart."""
    dov = add_reader("dov@post.example", "Dov of Weir")  # no token holds spaces
    shown = added(gate, "Shown to all", dov).pk
    states = ("pending", "rejected", "spam")
    unseen = [added(gate, f"Unseen {state}", dov, status=state).pk for state in states]
    unseen.append(999_999)

    for what in ("edit", "delete"):
        for pk in (shown, *unseen):
            assert client.post(address(gate, pk, what), {"text": "Taken"}).status_code == 404
    assert client.get(address(gate, shown, "report")).status_code == 200
    for pk in unseen:
        assert client.get(address(gate, pk, "report")).status_code == 404
        answer = client.get(form_of(gate), {"reply": pk})
        assert "Unseen" not in answer.content.decode()
        assert not tree(answer).find_class("answered")
    assert "Dov of Weir" in client.get(form_of(gate), {"reply": shown}).content.decode()
    form = client.get(form_of(gate)).content.decode()
    assert "Shown to all" not in form
    assert "Dov of Weir" not in form


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example/", "\\\\evil.example", "javascript:alert(1)"],
)
def test_desk_leads_to_no_other_site(gate: Article, wanted: str) -> None:
    comment = added(gate, "Waits", status=Status.PENDING)
    desk = desk_of("Editor")
    given = {"deed": "approved", "seen": comment.version, "note": "x", "next": wanted}

    for what in ("decide", "note"):
        answer = desk.post(f"{DESK}{what}/{comment.pk}/", given)
        assert answer.headers["Location"] == DESK


def test_reports_and_words_that_are_kept_are_bounded(
    client: Client, gate: Article, chi: User
) -> None:
    said = added(gate, "Said", name="Dov")

    with time_machine.travel(NOON, tick=False):
        reports = [
            client.post(address(gate, said.pk, "report"), {"reason": "insult"}).status_code
            for _ in range(21)
        ]
        kept = [Client().post(form_of(gate), {"text": "Kept"}).status_code for _ in range(11)]

    assert reports == [200] * 20 + [429]
    assert kept == [302] * 10 + [429]


def test_limits_hold_for_a_reader_an_address_and_an_article(
    gate: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    CommentRules.objects.create(mode=Mode.AFTER)
    other = add_article(gate.get_parent().specific, "Other", slug="other")

    def tried(reader: User, ip: str, article: Article) -> Any:
        client = Client(REMOTE_ADDR=ip)
        client.force_login(reader)
        return send(client, article, f"Words {Comment.objects.count()}").status_code

    def readers(name: str) -> list[User]:
        return [add_reader(f"{name}{n}@post.example", f"Reader {name} {n}") for n in "abc"]

    for name, number in (("OF_READER", 2), ("OF_ADDRESS", 4), ("OF_THREAD", 6)):
        limit: Limit = getattr(limits, name)
        monkeypatch.setattr(limits, name, Limit(limit.name, number, limit.seconds))
    one, two, three = readers("x")
    assert [tried(one, "192.0.2.1", gate) for _ in range(3)] == [200, 200, 429]
    assert [tried(two, "192.0.2.1", gate) for _ in range(2)] == [200, 200]
    assert tried(three, "192.0.2.1", gate) == 429  # of the address
    assert [tried(three, "192.0.2.2", gate) for _ in range(2)] == [200, 200]
    four, five, _six = readers("y")
    assert tried(four, "192.0.2.3", gate) == 429  # of the article
    assert tried(five, "192.0.2.4", other) == 200
    assert Comment.objects.count() == 7
