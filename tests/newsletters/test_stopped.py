"""An issue that stops by itself is told to those who can have it go on."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from lxml.html import HtmlElement
from pydantic import SecretStr
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from wagtail.users.models import UserProfile

from rotativa.newsletters.actions import pause_issue, resume_issue, send_issue
from rotativa.newsletters.actions.stop_issue import stop_by_itself
from rotativa.newsletters.models import Issue, Notice
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.models.shift import LEASE
from rotativa.people.models import User
from rotativa.readers import mails as readers_mails
from rotativa.readers.mails import Mail
from tests.html import part, tree, words
from tests.newsletters.conftest import Subscribes, newsletters_are, sends_by
from tests.newsletters.test_deliver import make_all_due, send, tick
from tests.newsletters.test_links import doctor
from tests.newsroom.desk import desk_of
from tests.relays import LoopbackRelay

REFUSAL = "553 5.7.1 not yours"
LIST = "/desk/newsletter-issues/"


def test_each_editor_is_told_once_whatever_becomes_of_tasks_and_of_the_mail_server(
    issue: Issue,
    subscribes: Subscribes,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    subscribes("ada@example.net")
    for role in ("Editor", "Administrator"):
        desk_of(role)
    send_issue(issue, at=timezone.now())
    is_away = {"editor@paper.example"}

    def send_or_fail(mail: Mail, *, to: str, **how: bool) -> None:
        if to in is_away:
            raise ConnectionRefusedError(to)
        readers_mails.send(mail, to=to, **how)

    def told(*, minutes: int) -> list[str]:
        with django_capture_on_commit_callbacks(execute=True):
            tick(later=timedelta(minutes=minutes))
        return sorted(each.to[0] for each in mail.outbox)

    monkeypatch.setattr("rotativa.newsletters.actions.tell_editors.send", send_or_fail)
    assert stop_by_itself(issue, why=REFUSAL, at=timezone.now())
    assert mail.outbox == [], "the tasks are lost with their worker"

    ada, admin = "editor@paper.example", "administrator@paper.example"
    assert told(minutes=2) == told(minutes=3) == [admin]
    is_away.clear()
    Notice.objects.update(due_at=timezone.now())
    assert told(minutes=2) == told(minutes=3) == [admin, ada]
    assert not Notice.objects.exists()


def test_a_second_stop_is_told_though_the_mail_of_the_first_is_under_way(
    issue: Issue,
    subscribes: Subscribes,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    subscribes("ada@example.net")
    desk_of("Editor")
    send_issue(issue, at=timezone.now())
    second = ["550 5.7.1 not this one"]

    def send_slowly(mail: Mail, *, to: str, **how: bool) -> None:
        if second:
            assert resume_issue(issue, at=timezone.now())
            assert stop_by_itself(issue, why=second.pop(), at=timezone.now())
        readers_mails.send(mail, to=to, **how)

    monkeypatch.setattr("rotativa.newsletters.actions.tell_editors.send", send_slowly)
    with django_capture_on_commit_callbacks(execute=True):
        assert stop_by_itself(issue, why=REFUSAL, at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        tick(later=timedelta(minutes=2))

    first, latest = (str(each.body) for each in mail.outbox)
    assert REFUSAL in first
    assert "not this one" in latest
    assert not Notice.objects.exists()


def test_nobody_is_told_of_a_stop_that_is_over(
    issue: Issue,
    subscribes: Subscribes,
    relay: LoopbackRelay,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    subscribes("ada@example.net")
    desk_of("Editor")
    send_issue(issue, at=timezone.now())
    stop_by_itself(issue, why=REFUSAL, at=timezone.now())
    assert Notice.objects.count() == 1

    resume_issue(issue, at=timezone.now())
    for minutes in (0, 2):
        with django_capture_on_commit_callbacks(execute=True):
            tick(later=timedelta(minutes=minutes))

    issue.refresh_from_db()
    assert (issue.stage, mail.outbox, Notice.objects.count()) == (Stage.DONE, [], 0)


def test_editors_are_told_by_mail_at_the_desk_and_by_the_doctor(
    issue: Issue,
    subscribes: Subscribes,
    relay: LoopbackRelay,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    subscribes("ada@example.net")
    editor, author = desk_of("Editor"), desk_of("Author")
    ada = User.objects.get(email="editor@paper.example")
    UserProfile.objects.create(user=ada, preferred_language="es")
    relay.manners.to_sender = REFUSAL

    send(issue, django_capture_on_commit_callbacks)

    (told,) = mail.outbox
    page = f"/desk/newsletter-issues/{issue.pk}/"
    said = " ".join(str(told.body).split())
    assert (told.to, told.subject) == ([ada.email], f"Se ha detenido un boletín: {issue.subject}")
    assert f"https://paper.example{page}" in said
    assert "está detenido: enviadas 0 de 1" in said
    assert REFUSAL in said
    (link,) = tree(editor.get("/desk/")).xpath(f"//a[@href='{page}']")
    assert REFUSAL in words(link.getparent())
    assert page not in author.get("/desk/").content.decode()
    assert (False, f"the issue daily es 2026-11-26 does not go on: {REFUSAL}") in doctor()

    with django_capture_on_commit_callbacks(execute=True):
        resume_issue(issue, at=timezone.now())
        pause_issue(issue, why="Bo has stopped it.")
    assert len(mail.outbox) == 1, "a person knows"
    Issue.objects.update(frozen_at=timezone.now() - timedelta(days=8))
    assert page not in editor.get("/desk/").content.decode()
    assert "does not go on" not in str(doctor())


def test_why_an_issue_does_not_go_on_is_said_in_the_language_of_whoever_reads_it(
    issue: Issue,
    subscribes: Subscribes,
    relay: LoopbackRelay,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    settings: Settings,
) -> None:
    for number in range(9):
        subscribes(f"reader{number}@example.net")
    newsletters_are(settings, connections=1)
    relay.manners.to_message = lambda _letter: "cut"
    here = f"{LIST}{issue.pk}/"
    editor = desk_of("Editor")
    profile = UserProfile.get_for_user(User.objects.get(email="editor@paper.example"))
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(f"{here}trial/")
    send(issue, django_capture_on_commit_callbacks)

    def page(path: str, language: str) -> HtmlElement:
        profile.preferred_language = language
        profile.save()
        return tree(editor.get(path))

    for language, others, hung_up, unheard in (
        ("es", "relay", "El servidor de correo cerró la conexión.", "Se perdió la conexión antes"),
        ("en", "servidor", "The relay hung up.", "The connection was lost before"),
    ):
        assert hung_up in words(page("/desk/", language))
        assert hung_up in words(page(LIST, language))
        report = page(here, language)
        assert hung_up in words(report)
        assert all(unheard in words(each) for each in report.find_class("newsletter-scroll"))
        assert unheard in words(part(report, "newsletter-trials"))
        assert others not in words(report)


def test_sending_that_breaks_off_is_told_and_goes_on_once_it_can(
    issue: Issue,
    subscribes: Subscribes,
    relay: LoopbackRelay,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    settings: Settings,
) -> None:
    subscribes("ada@example.net")
    editor = desk_of("Editor")
    relay.manners.password = "a password"
    sends_by(relay, settings, user="ada", password=SecretStr("contraseña"))  # none that starts

    send(issue, django_capture_on_commit_callbacks)

    why = "Sending broke off by an error: UnicodeEncodeError"
    assert (issue.stage, issue.relay_faults) == (Stage.SENDING, 1)
    assert why in words(tree(editor.get("/desk/")))
    assert why in str(doctor())
    relay.manners.password = ""
    sends_by(relay, settings)
    Issue.objects.update(rests_until=None)
    tick(later=LEASE)
    make_all_due()
    with django_capture_on_commit_callbacks(execute=True):
        tick()
    tick(later=LEASE)
    issue.refresh_from_db()
    assert (issue.stage, issue.last_error) == (Stage.DONE, "")
    assert relay.recipients == ["ada@example.net"]
