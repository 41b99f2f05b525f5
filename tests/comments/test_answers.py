"""Readers who wish are told by mail that they were answered; whoever has the mail ends them."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from rotativa.articles.models import Article, FrontPage
from rotativa.comments.actions import decide_on
from rotativa.comments.models import Answer, AnswerWish, Comment, CommentRules, Deed
from rotativa.comments.rules import Mode, Status
from rotativa.comments.tasks import tell_readers
from rotativa.lib.clock import minute
from rotativa.people.models import User
from tests.comments.doors import NOON, added, form_of, send
from tests.factories.articles import add_article
from tests.html import tree
from tests.readers.doors import CHI, add_reader, said

HOUR = timedelta(hours=1)


@pytest.fixture
def gate(paper: FrontPage, front_es: FrontPage) -> Article:
    CommentRules.objects.create(mode=Mode.AFTER)
    gate = add_article(paper, "The gate", slug="gate")
    add_article(front_es, "La puerta", slug="puerta", translates=gate)
    return gate


@pytest.fixture
def chi(gate: Article) -> User:
    chi = add_reader()
    User.objects.filter(pk=chi.pk).update(language="es")
    AnswerWish.objects.create(reader=chi, is_wanted=True)
    return chi


@pytest.fixture
def dov(client: Client, gate: Article) -> User:
    dov = add_reader("dov@post.example", "Dov")
    client.force_login(dov)
    return dov


def test_answers_are_told_once_an_hour_in_the_readers_language(
    client: Client, gate: Article, chi: User, dov: User
) -> None:
    mine, other = added(gate, "Mine", chi), added(gate, "Not mine", dov)
    send(client, gate, "Nobody asked.", reply=str(other.pk))
    send(client, gate, "So it <b>did</b>.", reply=str(mine.pk))
    first = Comment.objects.get(parent=mine)

    assert [tell_readers(at=NOON), tell_readers(at=NOON)] == [1, 0]
    send(client, gate, "And again.", reply=str(mine.pk))
    gone = added(gate, "Gone by then", dov, parent=mine)
    Answer.objects.create(reader=chi, comment=gone, at=NOON)
    decide_on([gone], Deed.REJECT, by=dov, at=NOON)
    assert tell_readers(at=NOON + HOUR / 2) == 0
    assert tell_readers(at=NOON + HOUR) == 1
    assert tell_readers(at=NOON + 2 * HOUR) == 0

    one, two = mail.outbox
    assert isinstance(one, EmailMultiAlternatives)
    assert (one.to, one.subject) == ([CHI], "Dov le ha respondido")
    assert "Dov en «La puerta»: So it <b>did</b>." in said(one)
    assert f"/es/-/comments/{gate.translation_key}/{first.pk}/" in said(one)
    assert "So it &lt;b&gt;did&lt;/b&gt;." in str(one.alternatives[0][0])
    assert one.extra_headers["Content-Language"] == "es"
    assert "And again." in said(two)
    assert "Gone by then" not in said(two)


def test_one_press_ends_them_and_looking_does_not(gate: Article, chi: User, dov: User) -> None:
    Answer.objects.create(
        reader=chi, comment=added(gate, "A", dov, parent=added(gate, "Mine", chi)), at=NOON
    )
    tell_readers(at=NOON)
    headers = mail.outbox[0].extra_headers
    [stop] = re.findall(
        r"^<https?://[^/]+(/es/-/comments/mails/stop/[^>]+/)>$", headers["List-Unsubscribe"]
    )
    machine = Client(enforce_csrf_checks=True)

    looked = machine.get(stop)
    assert AnswerWish.objects.get().is_wanted
    forged = machine.post(stop.replace(f"/{chi.pk}:", f"/{dov.pk}:"))
    done = machine.post(stop, {"List-Unsubscribe": "One-Click"})

    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (looked.status_code, forged.status_code, done.status_code) == (200, 404, 200)
    assert not AnswerWish.objects.get().is_wanted
    Client().post(stop)
    chi.delete()
    assert machine.post(stop).status_code == 200


def test_nobody_is_mailed_who_has_not_asked(client: Client, gate: Article, dov: User) -> None:
    mine = added(gate, "Mine", dov)
    other = add_reader()
    waits = added(gate, "An answer", other, parent=mine, status=Status.PENDING)

    form = tree(client.get(form_of(gate))).find(".//input[@name='wants_mails']")
    assert form.get("checked") is None
    send(client, gate, "I ask.", wants_mails="1")
    assert tree(client.get("/en/-/account/replies/")).find(".//input[@checked]") is not None
    decide_on([waits], Deed.APPROVE, by=other, at=NOON)
    decide_on([waits], Deed.REJECT, by=other, at=NOON)
    decide_on([waits], Deed.APPROVE, by=other, at=NOON)
    assert Answer.objects.count() == 1
    client.post("/en/-/account/replies/", {})

    assert tell_readers(at=NOON) == 0
    assert (mail.outbox, Answer.objects.count()) == ([], 0)


def test_mails_leave_by_tasks_and_who_was_never_mailed_is_first(
    gate: Article, chi: User, dov: User, settings: Settings
) -> None:
    settings.TASKS = {"default": {"BACKEND": "rotativa.lib.tasks.OnceEachBackend"}}
    mine, others = added(gate, "Mine", chi), added(gate, "Not mine", dov)
    AnswerWish.objects.update(mailed_at=NOON - HOUR)
    newer = AnswerWish.objects.create(reader=dov, is_wanted=True)
    for reader, parent in ((chi, mine), (dov, others)):
        answer = added(gate, "An answer", None, parent=parent)
        Answer.objects.create(reader=reader, comment=answer, at=NOON)

    minute.send(sender=None, at=NOON)

    assert mail.outbox == []
    tasks = DBTaskResult.objects.filter(task_path="rotativa.comments.tasks.tell_reader")
    assert [task.args_kwargs["args"][0] for task in tasks.order_by("enqueued_at")] == [
        newer.pk,
        AnswerWish.objects.get(reader=chi).pk,
    ]
