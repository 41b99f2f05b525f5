"""What senders held that are no more waits again, and nothing is taken from those at work."""

from datetime import timedelta
from unittest.mock import patch

from django.utils import timezone

from rotativa.newsletters.actions import deliver_issue, recover_deliveries, send_issue
from rotativa.newsletters.book import RENEWAL
from rotativa.newsletters.judging import MOST_ATTEMPTS
from rotativa.newsletters.letters import Book, Claimed, Entry, Mail
from rotativa.newsletters.models import Delivery, Shift
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.models.shift import LEASE
from rotativa.newsletters.progress import progress_of
from rotativa.newsletters.senders.configured import bounds, way_out
from rotativa.newsletters.senders.report import Bounds, Report
from rotativa.newsletters.senders.smtp.sender import LONGEST_WAIT
from tests.newsletters.conftest import newsletters_are
from tests.newsletters.test_deliver import make_all_due, tick

SKEW = timedelta(minutes=1)
BETWEEN_RENEWALS = timedelta(seconds=RENEWAL + LONGEST_WAIT)


def test_a_machine_whose_clock_is_a_minute_off_takes_nothing_from_who_is_at_work(issue, subscribes):
    """Right before the lease is renewed, as the other machine sees it; a kill is found all the same."""
    for number in range(2):
        subscribes(f"reader@{number}.example")
    send_issue(issue, at=timezone.now())
    recovered: list[tuple[int, int]] = []

    def recover(later: timedelta) -> None:
        recovered.append(recover_deliveries(at=timezone.now() + later, is_held=False))

    def way(book: Book, _mail: Mail, _bounds: Bounds) -> Report:
        going, _taken = book.claim(2)
        book.enter([Entry(going.id, State.GOING)])
        recover(BETWEEN_RENEWALS + SKEW)
        recover(-SKEW)
        assert book.enter([Entry(going.id, State.SENT, 250)]) == {going.id}
        return Report()

    deliver_issue(issue, by=way, bounds=bounds(seconds=60))
    Shift.objects.update(leased_until=timezone.now() + LEASE)  # as if it had been killed instead
    recover(LEASE - SKEW)
    recover(LEASE + SKEW)

    assert recovered == [(0, 0), (0, 0), (0, 0), (1, 0)]


def test_no_relay_is_blamed_for_letters_that_another_sender_has_taken_over(
    issue, subscribes, relay
):
    for name in ("ada", "bo", "chi"):
        subscribes(f"{name}@example.net")
    send_issue(issue, at=timezone.now())
    now = timezone.now()
    other = Shift.objects.create(issue=issue, who="other", began_at=now, leased_until=now + LEASE)

    def way(book: Book, mail: Mail, bounds: Bounds) -> Report:
        claim = book.claim

        def claim_and_lose(number: int) -> list[Claimed]:
            letters = claim(number)
            Delivery.objects.update(shift=other)
            return letters

        with patch.object(book, "claim", claim_and_lose):
            return way_out()(book, mail, bounds)

    deliver_issue(issue, by=way, bounds=bounds(seconds=60))

    issue.refresh_from_db()
    assert (relay.accepted, issue.counts) == ([], {State.CLAIMED: 3})
    assert (issue.relay_faults, issue.rests_until, issue.last_error) == (0, None, "")


def test_what_a_killed_sender_held_is_taken_over_when_its_lease_ends(
    issue, subscribes, relay, django_capture_on_commit_callbacks, settings
):
    newsletters_are(settings, doubt="hold")
    for name in ("ada", "bo", "chi"):
        subscribes(f"{name}@example.net")
    send_issue(issue, at=timezone.now())
    now = timezone.now()
    shift = Shift.objects.create(
        issue=issue, who="killed", began_at=now, leased_until=now + timedelta(minutes=2)
    )
    taken = {"shift": shift, "attempts": 1}
    Delivery.objects.filter(address__startswith="ada").update(state=State.CLAIMED, **taken)
    Delivery.objects.filter(address__startswith="bo").update(state=State.GOING, **taken)

    with django_capture_on_commit_callbacks(execute=True):
        tick()
    assert relay.recipients == ["chi@example.net"]

    with django_capture_on_commit_callbacks(execute=True):
        tick(later=timedelta(minutes=2, seconds=1))
    assert progress_of([issue])[issue.pk].words == "sent 1 of 3, 1 in doubt", "none is retried"
    make_all_due()
    with django_capture_on_commit_callbacks(execute=True):
        tick()
    tick(later=timedelta(minutes=2, seconds=1))

    issue.refresh_from_db()
    assert relay.recipients == ["ada@example.net", "chi@example.net"]
    assert [row.address for row in Delivery.objects.doubtful()] == ["bo@example.net"]
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 2, State.DOUBTFUL: 1})


def test_letter_that_kills_each_of_its_senders_is_held_in_the_end(issue, subscribes):
    subscribes("ada@example.net")
    send_issue(issue, at=timezone.now())
    for attempts in range(1, MOST_ATTEMPTS + 1):
        assert issue.counts == {State.WAITING: 1}
        at = timezone.now()
        shift = Shift.objects.create(issue=issue, who="killed", began_at=at, leased_until=at)
        Delivery.objects.update(shift=shift, state=State.GOING, attempts=attempts)
        tick()

    issue.refresh_from_db()
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.DOUBTFUL: 1})
