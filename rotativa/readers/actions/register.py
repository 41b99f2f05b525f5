"""An account begins when its address is asked for, and is somebody's when a code is entered."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from rotativa.people.models import User
from rotativa.readers.actions.forget import unconfirmed


def begin_again(email: str, *, at: datetime) -> User | None:
    """The account that waits for a code already, by whomever it was asked for; its day begins anew."""
    found = unconfirmed().filter(email=email).first()
    if found is None or not User.objects.filter(pk=found.pk).update(date_joined=at):
        return None
    return found


def may_confirm(user: User | None) -> bool:
    """Not where the account was forgotten meanwhile, or confirmed by somebody else's code.

    Within a transaction nobody deletes it before the transaction's end.
    """
    if user is None or not User.objects.select_for_update().filter(pk=user.pk).exists():
        return False
    return not EmailAddress.objects.filter(user=user, verified=True).exists()


def name_reader(user: User, *, name: str, language: str) -> bool:
    """Whether the name was still to be had; without one, the account is the reader's all the same."""
    user.language = language
    user.save(update_fields=["language"])
    try:
        with transaction.atomic():
            user.take_name(name)
            user.save(update_fields=["shown_name", "name_key"])
    except IntegrityError:
        user.shown_name, user.name_key = "", None
        return False
    return True
