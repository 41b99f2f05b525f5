"""To whom an issue went is forgotten in time; how many they were is not."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from rotativa.newsletters.actions import pause_issue, send_issue, settle_doubtful, tidy
from rotativa.newsletters.models import (
    Delivery,
    Issue,
    RestingDomain,
    Return,
    Shift,
    Suppression,
)
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.models.shift import ShiftQuerySet
from tests.html import tree, words
from tests.newsletters.conftest import Subscribes
from tests.newsletters.test_deliver import send, tick
from tests.newsletters.test_desk import do
from tests.newsroom.desk import desk_of
from tests.relays import LoopbackRelay


def test_deliveries_go_in_parts_when_their_time_is_over_and_the_report_stays(
    issue: Issue,
    subscribes: Subscribes,
    relay: LoopbackRelay,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    monkeypatch.setattr(tidy, "AT_ONCE", 2)
    readers = [subscribes(f"reader{number}@example.net") for number in range(3)]
    send(issue, django_capture_on_commit_callbacks)
    first, second, _third = Delivery.objects.order_by("pk")
    Return.objects.create(delivery=first, kind="hard", at=timezone.now())
    Delivery.objects.filter(pk=second.pk).update(state=State.DOUBTFUL, doubted_at=timezone.now())
    settle_doubtful(issue, arrived=True, at=timezone.now())
    RestingDomain.objects.create(domain="old.example", until=timezone.now() - timedelta(days=31))
    page = f"/desk/newsletter-issues/{issue.pk}/"
    desk = desk_of("Editor")
    said = "sent 3 of 3, 1 not delivered"
    assert said in words(tree(desk.get(page)))

    def days_later(days: int) -> tuple[int, int]:
        Issue.objects.update(done_at=timezone.now() - timedelta(days=days))
        tick()
        return Delivery.objects.count(), Shift.objects.count()

    assert days_later(89) == (3, 1)
    assert days_later(91) == (1, 1)
    assert days_later(91) == (0, 0)
    assert days_later(91) == (0, 0)
    report = words(tree(desk.get(page)))
    assert said in report
    assert "To whom it went is no longer kept" in report
    assert said in words(tree(desk.get("/desk/newsletter-issues/")))
    assert settle_doubtful(issue, arrived=True, at=timezone.now()) == 0
    issue.refresh_from_db()
    assert (issue.stage, issue.figures["sent"], issue.figures["returned"]) == (Stage.DONE, 3, 1)
    assert readers[0].told()["issues"] == []
    assert not RestingDomain.objects.exists()


def test_issue_that_is_sent_again_in_this_very_moment_keeps_its_deliveries(
    issue: Issue,
    subscribes: Subscribes,
    relay: LoopbackRelay,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """By an editor, between the look for it and its lock."""
    subscribes("ada@example.net")
    send(issue, django_capture_on_commit_callbacks)
    now = timezone.now()
    Issue.objects.update(done_at=now - timedelta(days=91))
    Delivery.objects.update(state=State.DOUBTFUL, doubted_at=now)
    oldest = ShiftQuerySet.oldest_issue_done

    def sent_again(rows: ShiftQuerySet, before: datetime) -> int | None:
        found = oldest(rows, before)
        assert settle_doubtful(issue, arrived=False, at=now) == 1
        return found

    monkeypatch.setattr(ShiftQuerySet, "oldest_issue_done", sent_again)
    tick()

    issue.refresh_from_db()
    assert (issue.stage, issue.is_tidied, Delivery.objects.count()) == (Stage.SENDING, False, 1)


def test_an_issue_that_stands_still_ends_and_its_waiting_letters_are_left_out(
    issue: Issue,
    subscribes: Subscribes,
    relay: LoopbackRelay,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tidy, "AT_ONCE", 2)
    monkeypatch.setattr(tidy, "PARTS", 1)
    readers = [subscribes(f"reader{number}@example.net") for number in range(4)]
    send_issue(issue, at=timezone.now())
    pause_issue(issue, why="Bo has stopped it.")
    refused = Delivery.objects.get(subscriber=readers[3])
    told = {"state": State.FAILED, "code": 550, "reply": "5.1.1 no such mailbox"}
    Delivery.objects.filter(pk=refused.pk).update(**told)
    Shift.objects.create(issue=issue, who="a", began_at=timezone.now(), leased_until=timezone.now())

    def days_later(days: int, *, idle: int) -> tuple[str, int]:
        Issue.objects.update(frozen_at=timezone.now() - timedelta(days=days))
        Shift.objects.filter(who="a").update(leased_until=timezone.now() - timedelta(days=idle))
        tick()
        issue.refresh_from_db()
        return issue.stage, Delivery.objects.count()

    assert days_later(89, idle=89) == (Stage.PAUSED, 4)
    assert days_later(91, idle=2) == (Stage.PAUSED, 4)
    assert days_later(91, idle=91) == (Stage.PAUSED, 4), "two of three are left out"
    assert days_later(91, idle=91) == (Stage.DONE, 2)
    tick()
    tick()
    assert (Delivery.objects.count(), Shift.objects.count()) == (0, 0)
    page = words(tree(desk_of("Editor").get(f"/desk/newsletter-issues/{issue.pk}/")))
    assert "sent 0 of 4, 1 not delivered, 3 left out" in page
    assert "Ended It had stood still for so long that it was ended." in page
    assert "To whom it went is no longer kept" in page
    assert relay.accepted == []
    assert not Suppression.objects.exists(), "what was refused so long ago says nothing of today"


def test_an_editor_ends_an_issue_that_is_to_go_no_further(
    issue: Issue, subscribes: Subscribes, relay: LoopbackRelay
) -> None:
    for number in range(4):
        subscribes(f"reader{number}@example.net")
    send_issue(issue, at=timezone.now())
    now = timezone.now()
    first, second, _third, fourth = Delivery.objects.order_by("pk")
    at_work = Shift.objects.create(
        issue=issue, who="a", began_at=now, leased_until=now + timedelta(hours=1)
    )
    Delivery.objects.filter(pk=first.pk).update(state=State.SENT, settled_at=now)
    Delivery.objects.filter(pk=second.pk).update(state=State.CLAIMED, shift=at_work, attempts=1)
    Delivery.objects.filter(pk=fourth.pk).update(state=State.DOUBTFUL, doubted_at=now)
    desk = desk_of("Editor")
    do(desk, issue, "pause")

    assert "Tick the box" in do(desk, issue, "end")
    assert "The issue has ended." in do(desk, issue, "end", sure="yes")
    for deed in ("resume", "again", "arrived"):
        assert "not as it was" in do(desk, issue, deed)
    tick()
    issue.refresh_from_db()
    assert (issue.stage, issue.figures) == (Stage.ENDING, {}), "somebody may still send of it"
    Shift.objects.update(leased_until=now)
    tick()

    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (
        Stage.DONE,
        {State.SENT: 1, State.SKIPPED: 2, State.DOUBTFUL: 1},
    )
    page = words(tree(desk.get(f"/desk/newsletter-issues/{issue.pk}/")))
    assert "sent 1 of 4, 2 left out, 1 in doubt" in page
    assert "Ended editor@paper.example has ended it." in page
    listed = tree(desk.get("/desk/newsletter-issues/"))
    cell = listed.xpath("//td[contains(., 'Ended: sent 1 of 4')]")[0]
    assert "editor@paper.example has ended it." in words(cell)
    assert listed.find_class("newsletter-error") == []
    assert not issue.is_tidied
    assert "Those in doubt have arrived" in page
    assert "Send those in doubt again" not in page
    assert "not as it was" in do(desk, issue, "again")
    assert "1 letter counts as arrived." in do(desk, issue, "arrived")
    assert (issue.stage, issue.is_ended, relay.accepted) == (Stage.DONE, True, [])


def test_all_who_wait_for_issues_that_were_ended_are_left_out_within_a_minute(
    issue: Issue, subscribes: Subscribes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidy, "AT_ONCE", 2)
    for number in range(5):
        subscribes(f"reader{number}@example.net")
        subscribes(f"lector{number}@example.net", language="en")
    english = Issue.objects.create(
        newsletter=issue.newsletter,
        language="en",
        period=issue.period,
        subject="Fog",
        html="<p>",
        text="Fog",
    )
    desk = desk_of("Editor")
    for each in (issue, english):
        send_issue(each, at=timezone.now())
        do(desk, each, "pause")
        do(desk, each, "end", sure="yes")

    tick()

    assert [each.stage for each in Issue.objects.all()] == [Stage.DONE, Stage.DONE]
    assert not Delivery.objects.exclude(state=State.SKIPPED).exists()
