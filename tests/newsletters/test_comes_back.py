"""An issue of which much comes back: somebody has to look at it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from rotativa.newsletters.actions import send_issue
from rotativa.newsletters.marks import return_path
from rotativa.newsletters.models import Delivery
from rotativa.newsletters.models.issue import Stage
from tests.html import tree, words
from tests.newsletters.conftest import newsletters_are
from tests.newsletters.returned_mails import complaint, dsn
from tests.newsletters.test_deliver import make_all_due, send, tick
from tests.newsletters.test_returns import BOX, FULL, GONE, comes
from tests.newsroom.desk import desk_of


@pytest.fixture(autouse=True)
def box(settings: Settings) -> None:
    newsletters_are(settings, bounces=BOX, returns_port=2424)


def test_an_issue_stops_where_most_of_it_comes_back(
    issue, subscribes, relay, django_capture_on_commit_callbacks
):
    """Through the relay's own hands, which takes all of it; an editor may have it go on all the same."""
    for number in range(60):
        subscribes(f"{number}@outlook.example")
    editor = desk_of("Editor")
    blocked = dsn("5.7.1", "550 5.7.1 on our block list (S3140)")
    send_issue(issue, at=timezone.now())
    letters = list(Delivery.objects.order_by("pk"))
    later = Delivery.objects.filter(pk__gte=letters[40].pk)
    later.update(due_at=timezone.now() + timedelta(hours=1))
    with django_capture_on_commit_callbacks(execute=True):
        tick()
    assert len(relay.accepted) == 40

    with django_capture_on_commit_callbacks(execute=True):
        for each in [*letters[:5], *letters[30:35]]:
            comes(blocked, each)
            issue.refresh_from_db()
            assert issue.stage == Stage.SENDING
        comes(complaint("abuse", sender=return_path(BOX, letters[39].pk)), letters[39])
        comes(blocked, letters[35])

    issue.refresh_from_db()
    assert issue.stage == Stage.PAUSED
    page = words(tree(editor.get(f"/desk/newsletter-issues/{issue.pk}/")))
    assert "Many letters come back: 550 5.7.1 on our block list" in page
    [told] = mail.outbox
    assert (told.to, told.subject) == (
        ["editor@paper.example"],
        f"A newsletter has stopped: {issue.subject}",
    )

    make_all_due()
    editor.post(f"/desk/newsletter-issues/{issue.pk}/resume/")
    comes(blocked, letters[36])
    with django_capture_on_commit_callbacks(execute=True):
        tick()
    issue.refresh_from_db()
    assert (issue.stage, len(relay.accepted)) == (Stage.DONE, 60)


def test_editors_are_told_once_of_an_issue_of_which_much_comes_back_when_it_is_done(
    issue, subscribes, relay, django_capture_on_commit_callbacks
):
    for number in range(20):
        subscribes(f"{number}@outlook.example")
    desk_of("Editor")
    send(issue, django_capture_on_commit_callbacks)
    letters = list(Delivery.objects.order_by("-pk"))

    with django_capture_on_commit_callbacks(execute=True):
        for each in letters[-6:]:
            comes(GONE, each)
        assert mail.outbox == []
        comes(FULL, letters[0])
    with django_capture_on_commit_callbacks(execute=True):
        comes(FULL, letters[1])
        tick(later=timedelta(minutes=2))

    [told] = mail.outbox
    assert told.subject == f"Many letters of a newsletter come back: {issue.subject}"
    assert "much of it comes back: sent 20 of 20, 7 not delivered." in " ".join(
        str(told.body).split()
    )
    issue.refresh_from_db()
    assert (issue.stage, issue.last_error) == (Stage.DONE, "")
