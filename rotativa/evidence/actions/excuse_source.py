"""What persons decide of a source that machines find bad."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rotativa.evidence.checks.states import BAD, State
from rotativa.evidence.models import Check, Source
from rotativa.evidence.signals import checked
from rotativa.people.models import User


class CannotExcuse(Exception):
    """Another person was quicker, or it is well by itself; fit to be shown."""


@transaction.atomic
def excuse_source(source: Source, *, by: User, at: datetime) -> Source:
    """A person has looked, and it is as it should be: told so until it becomes bad in another way.

    Raises `CannotExcuse`.
    """
    bad = Source.objects.filter(pk=source.pk, state=source.state, state__in=BAD)
    if not bad.update(
        state=State.ALIVE,
        excused=source.state,
        state_since=at,
        told_at=None,
        bad_in_row=0,
        bad_since=None,
    ):
        raise CannotExcuse(_("There is nothing to decide about this source any more."))
    Check.objects.create(source=source, at=at, state=State.ALIVE, by=by)
    checked.send(sender=Source, source_id=source.pk, is_news=True)
    source.refresh_from_db()
    return source


def request_check(source: Source, *, at: datetime) -> bool:
    """Look at it as soon as its site may be asked; says whether there is anything to look at."""
    return Source.objects.filter(pk=source.pk).exclude(url="").update(next_check_at=at) == 1
