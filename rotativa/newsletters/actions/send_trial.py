"""A letter to somebody at the desk, by the same way as all others, and entered in no ledger."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext

from rotativa.lib.mail_keys import NoKey
from rotativa.newsletters.addresses import domain_of, normal_address
from rotativa.newsletters.letters import Claimed, Entry
from rotativa.newsletters.mime.issue_mail import issue_mail
from rotativa.newsletters.models import Issue, Subscriber, Trial
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.reasons import Why
from rotativa.newsletters.senders.configured import Way
from rotativa.newsletters.senders.report import Bounds

LEASE = timedelta(minutes=5)


class NotSent(Exception):
    """The relay did not take it; the message says why."""


class TrialBook:
    """Gives out one letter, and remembers what became of it."""

    def __init__(self, letter: Claimed) -> None:
        self.letter = letter
        self.waiting = [letter]
        self.latest: Entry | None = None

    def begin(self) -> None:
        """One letter knows no pace."""

    def claim(self, number: int) -> list[Claimed]:
        claimed, self.waiting = self.waiting[:number], self.waiting[number:]
        return claimed

    def enter(self, entries: list[Entry]) -> set[int]:
        self.latest = entries[-1] if entries else self.latest
        self.waiting += [self.letter for entry in entries if entry.spared]
        return {entry.id for entry in entries}

    def note_unheard(self, numbers: list[int]) -> None:
        """Whoever asked for it asks again."""

    def rest(self, domain: str) -> datetime:  # noqa: ARG002  # as every book
        return timezone.now()

    def relieve(self, domains: set[str]) -> None:
        """One letter says nothing of a domain."""


def ask_for_trial(issue: Issue, *, to: str, at: datetime) -> Trial:
    """A task sends it. Raises `NotAnAddress`."""
    return Trial.objects.create(issue=issue, address=normal_address(to), asked_at=at, due_at=at)


def send_trial(trial: Trial, *, by: Way, bounds: Bounds, at: datetime) -> bool:
    """Whether it was sent. What the relay refuses is told, and not tried again: an editor asks anew."""
    mine = Trial.objects.filter(pk=trial.pk)
    if not mine.due(at).update(due_at=at + LEASE):
        return False
    try:
        hand_over(trial, by=by, bounds=bounds, at=at)
    except (NotSent, NoKey, UnicodeError) as error:
        why = str(error) or Why.NOT_TAKEN.kept()
        mine.update(due_at=None, last_error=why)
        return False
    mine.update(due_at=None, sent_at=timezone.now(), last_error="")
    return True


def hand_over(trial: Trial, *, by: Way, bounds: Bounds, at: datetime) -> None:
    """Its links lead to nobody's subscription, unless the address has one. Raises `NotSent`."""
    subscriber = Subscriber.objects.at(trial.address)
    letter = Claimed(
        id=-trial.pk,  # no delivery's, and no other trial's: by its name a service knows a letter again
        subscriber_id=subscriber.pk if subscriber else 0,
        address=trial.address,
        domain=domain_of(trial.address),
        attempts=1,
    )
    book = TrialBook(letter)
    mail = issue_mail(marked_as_trial(trial.issue), at=at)
    try:
        report = by(book, mail, replace(bounds, connections=1))
    finally:
        mail.close()
    entry = book.latest
    if entry is None or entry.state != State.SENT:
        told = report.refusal or (entry.reply if entry else "") or report.relay_fault
        raise NotSent(told)


def marked_as_trial(issue: Issue) -> Issue:
    with translation.override(issue.language):
        subject = gettext("Test: %(subject)s") % {"subject": issue.subject}
    return Issue(
        pk=issue.pk,
        newsletter=issue.newsletter,
        language=issue.language,
        period=issue.period,
        subject=subject,
        html=issue.html,
        text=issue.text,
    )
