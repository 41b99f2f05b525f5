"""What editors ask for at the desk. The clock prints it: a page that takes long holds up nobody here."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext
from wagtail.log_actions import log

from rotativa.people.models import User
from rotativa.press.actions.reprint import cancel_reprints
from rotativa.press.models import Printing, Reprint

DESK = "desk"
"""Why a page is printed, when somebody asked for it."""


@transaction.atomic
def request_prints(printings: Sequence[Printing], *, by: User, at: datetime) -> int:
    """Have some pages printed again, before what waits in the background; return how many."""
    chosen = Printing.objects.filter(pk__in=[printing.pk for printing in printings])
    chosen.mark_stale(at=at, why=DESK)
    for printing in printings:
        log(instance=printing, action="press.print", user=by)
    return len(printings)


@transaction.atomic
def request_reprint(*, by: User, at: datetime) -> Reprint:
    """Have everything printed again, in the background."""
    reprint = Reprint.objects.ask(why=DESK, at=at)
    log(instance=reprint, action="press.reprint", user=by, title=gettext("All pages"))
    return reprint


@transaction.atomic
def stop_reprints(*, by: User, at: datetime) -> None:
    """Leave what still waits in the background as it was printed before."""
    for reprint in Reprint.objects.open():
        log(instance=reprint, action="press.stop", user=by, title=gettext("All pages"))
    cancel_reprints(at=at)
