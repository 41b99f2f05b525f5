"""News that newsletters listen to."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from django.utils.translation import gettext

from rotativa.lib.clock import minute
from rotativa.newsletters.actions import (
    Moved,
    compose_due,
    count_refusals,
    delete_subscriber,
    doubt_unheard,
    end_pauses,
    end_stopped,
    finish_issues,
    forget_files,
    forget_misses,
    forget_trials,
    forget_unconfirmed,
    move_subscription,
    recover_deliveries,
    send_due,
    tidy_ledger,
)
from rotativa.newsletters.models import Intake, Issue, Notice, Subscriber, Trial
from rotativa.newsletters.senders.configured import known_for
from rotativa.newsletters.signals import noted
from rotativa.newsletters.tasks import (
    read_mailbox,
    send_trial,
    tell_editor,
    wake,
    work_off_intake,
    write_to,
)
from rotativa.people.models import User
from rotativa.readers.signals import address_changed, data_wanted, leaving

MAILBOX_MINUTES = 5
MAILS_A_MINUTE = 100
LOST_AFTER = timedelta(minutes=1)


@receiver(noted)
def editors_are_told(notice_ids: list[int], **_kwargs: Any) -> None:
    for pk in notice_ids:
        transaction.on_commit(partial(tell_editor.enqueue, pk))


@receiver(minute)
def notices_are_looked_after(at: datetime, **_kwargs: Any) -> None:
    """Those whose task was lost, or whose mail was not taken."""
    Notice.objects.late(at).delete()
    for pk in Notice.objects.due(at - LOST_AFTER).values_list("pk", flat=True):
        tell_editor.enqueue(pk)


# One after the other; what fails keeps none of the rest from its turn.


@receiver(minute)
def issues_are_composed(at: datetime, **_kwargs: Any) -> None:
    compose_due(at=at)


@receiver(minute)
def issues_are_begun(at: datetime, **_kwargs: Any) -> None:
    send_due(at=at)


@receiver(minute)
def letters_are_recovered(at: datetime, **_kwargs: Any) -> None:
    """Those in nobody's hands any more."""
    recover_deliveries(at=at, is_held=settings.NEWSLETTERS.doubt == "hold")


@receiver(minute)
def letters_are_doubted(at: datetime, **_kwargs: Any) -> None:
    """Those that a service did not answer for."""
    is_held = settings.NEWSLETTERS.doubt == "hold"
    doubt_unheard(at=at, known_for=known_for(), is_held=is_held)


@receiver(minute)
def issues_are_finished(at: datetime, **_kwargs: Any) -> None:
    finish_issues(at=at)


@receiver(minute)
def refusals_are_counted(at: datetime, **_kwargs: Any) -> None:
    count_refusals(at=at)


@receiver(minute)
def issues_go_on(at: datetime, **_kwargs: Any) -> None:
    wake(Issue.objects.awake(at).brief())


@receiver(minute)
def issues_are_ended(at: datetime, **_kwargs: Any) -> None:
    end_stopped(at=at, keep=timedelta(days=settings.NEWSLETTERS.keep_days))


@receiver(minute)
def ledger_is_tidied(at: datetime, **_kwargs: Any) -> None:
    tidy_ledger(at=at, keep=timedelta(days=settings.NEWSLETTERS.keep_days))


@receiver(minute)
def mailbox_is_read(at: datetime, **_kwargs: Any) -> None:
    if settings.NEWSLETTERS.imap_host and at.minute % MAILBOX_MINUTES == 0:
        read_mailbox.enqueue()


@receiver(minute)
def trials_are_looked_after(at: datetime, **_kwargs: Any) -> None:
    """Those whose task was lost."""
    for pk in Trial.objects.due(at - LOST_AFTER).values_list("pk", flat=True):
        send_trial.enqueue(pk)


@receiver(minute)
def trials_are_forgotten(at: datetime, **_kwargs: Any) -> None:
    forget_trials(at=at)


@receiver(minute)
def misses_are_forgotten(at: datetime, **_kwargs: Any) -> None:
    forget_misses(at=at)


@receiver(minute)
def unconfirmed_are_forgotten(at: datetime, **_kwargs: Any) -> None:
    forget_unconfirmed(at=at)


@receiver(minute)
def pauses_are_ended(at: datetime, **_kwargs: Any) -> None:
    end_pauses(at=at)


@receiver(minute)
def files_are_forgotten(at: datetime, **_kwargs: Any) -> None:
    forget_files(at=at)


@receiver(minute)
def intakes_go_on(at: datetime, **_kwargs: Any) -> None:
    for pk in Intake.objects.due(at).order_by("pk").values_list("pk", flat=True):
        work_off_intake.enqueue(pk)


@receiver(minute)
def subscribers_are_written_to(at: datetime, **_kwargs: Any) -> None:
    due = Subscriber.objects.to_write_to(at).order_by("mail_due_at")
    for pk in due.values_list("pk", flat=True)[:MAILS_A_MINUTE]:
        write_to.enqueue(pk)


def subscriber_of_reader(reader_id: int) -> Subscriber | None:
    """The one with the account's address: an account need not have a subscription, nor the reverse."""
    reader = User.objects.filter(pk=reader_id).first()
    return Subscriber.objects.at(reader.email) if reader and reader.email else None


@receiver(data_wanted)
def subscription_of(reader_id: int, **_kwargs: Any) -> tuple[str, Any]:
    subscriber = subscriber_of_reader(reader_id)
    return "newsletters", subscriber.told() if subscriber else None


@receiver(data_wanted)
def trials_of(reader_id: int, **_kwargs: Any) -> tuple[str, Any]:
    """Tests of issues that somebody at the desk had sent to themselves."""
    reader = User.objects.get(pk=reader_id)
    rows = Trial.objects.to(reader.email).latest_first()
    return "tests_of_issues", list(rows.values("address", "asked_at", "sent_at"))


@receiver(address_changed)
def newsletters_go_along(before: str, after: str, at: datetime, **_kwargs: Any) -> str:
    match move_subscription(before, after, at=at):
        case Moved.MOVED:
            return gettext("Your newsletters go to the new address from now on.")
        case Moved.JOINED:
            return gettext(
                "The newsletters of the new address stay as they are; nothing goes to the old one any more."
            )
        case Moved.STAYS:
            return gettext(
                "Your newsletters still go to the old address: the new one has left them, or gets no mail "
                "from us. You can choose them anew below."
            )
    return ""


@receiver(leaving)
def reader_leaves(reader_id: int, **_kwargs: Any) -> None:
    """The address goes with the account, whatever stays of what they wrote."""
    Trial.objects.to(User.objects.get(pk=reader_id).email).delete()
    if subscriber := subscriber_of_reader(reader_id):
        delete_subscriber(subscriber)
