"""An issue that stops by itself is told to those who can have it go on."""

from datetime import timedelta

from django.core import mail
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.users.models import UserProfile

from rotativa.newsletters.actions import pause_issue, resume_issue
from rotativa.newsletters.models import Issue
from rotativa.people.models import User
from tests.html import tree, words
from tests.newsletters.conftest import Subscribes
from tests.newsletters.test_deliver import send
from tests.newsletters.test_links import doctor
from tests.newsroom.desk import desk_of
from tests.relays import LoopbackRelay

REFUSAL = "553 5.7.1 not yours"


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
        resume_issue(issue)
        pause_issue(issue, why="Bo has stopped it.")
    assert len(mail.outbox) == 1, "a person knows"
    Issue.objects.update(frozen_at=timezone.now() - timedelta(days=8))
    assert page not in editor.get("/desk/").content.decode()
    assert "does not go on" not in str(doctor())
