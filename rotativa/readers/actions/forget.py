"""Accounts whose address nobody has confirmed: they hold a name and an address of somebody else's."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from rotativa.people.models import User

WAIT = timedelta(hours=24)


def unconfirmed() -> QuerySet[User]:
    """Registered, and never signed in; none of the desk's, nor one that was imported."""
    return (
        User.objects.filter(last_login=None, emailaddress__verified=False)
        .filter(is_staff=False, is_superuser=False, groups=None)
        .exclude(emailaddress__verified=True)
    )


def forget_unconfirmed(*, at: datetime) -> int:
    return forget(unconfirmed().filter(date_joined__lt=at - WAIT))


def forget(accounts: QuerySet[User]) -> int:
    """The first hundred; none that is confirmed in this very moment."""
    found = list(accounts.values_list("pk", flat=True)[:100])
    with transaction.atomic():
        held = User.objects.select_for_update().filter(pk__in=found).values_list("pk", flat=True)
        return accounts.filter(pk__in=list(held)).delete()[1].get("people.User", 0)
