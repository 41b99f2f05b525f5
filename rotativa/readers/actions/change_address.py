"""Another address for an account: confirmed at both, by a code at each.

What is asked for waits in the session, and so does nobody else's business: the codes open nothing by
themselves. Whether another account has the address is told to that address only.
"""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.internal.userkit import filter_users_by_email
from allauth.core.internal.cryptokit import compare_user_code
from django.db import IntegrityError, transaction

from rotativa.people.models import User
from rotativa.readers.actions.addresses import put_address
from rotativa.readers.actions.forget import forget, unconfirmed
from rotativa.readers.signals import address_changed

GOOD_FOR = timedelta(minutes=15)
MOST_TRIES = 3


class AddressTaken(Exception):
    """By another account, since it was asked for."""


@dataclass(slots=True)
class AddressChange:
    reader_id: int
    wanted: str
    old_code: str
    new_code: str
    until: float
    tries: int = 0

    def as_stored(self) -> dict[str, Any]:
        return asdict(self)

    def is_open(self, reader: User, *, at: datetime) -> bool:
        return (
            self.reader_id == reader.pk and self.tries < MOST_TRIES and at.timestamp() < self.until
        )

    def is_confirmed_by(self, *, old_code: str, new_code: str) -> bool:
        """Both are compared, so that nobody learns which of them was right."""
        is_old = compare_user_code(actual=old_code, expected=self.old_code)
        is_new = compare_user_code(actual=new_code, expected=self.new_code)
        return is_old and is_new


def begin_change(reader: User, *, wanted: str, at: datetime) -> AddressChange:
    """Of an address that another account has, no code can be known: none is sent there."""
    return AddressChange(
        reader_id=reader.pk,
        wanted=wanted,
        old_code=made_code(),
        new_code="" if is_taken(wanted) else made_code(),
        until=(at + GOOD_FOR).timestamp(),
    )


def made_code() -> str:
    return f"{secrets.randbelow(10**6):06}"


def is_taken(address: str) -> bool:
    """Not by whoever began to register with it: anybody may, with anybody's address."""
    waiting = set(unconfirmed().filter(email=address).values_list("pk", flat=True))
    return any(user.pk not in waiting for user in filter_users_by_email(address))


def finish_change(reader: User, change: AddressChange, *, at: datetime) -> list[str]:
    """What else the reader is to be told of it. Raises `AddressTaken`."""
    if is_taken(change.wanted):
        raise AddressTaken
    before = reader.email
    try:
        with transaction.atomic():
            forget(unconfirmed().filter(email=change.wanted))
            reader.email = change.wanted
            reader.save(update_fields=["email"])
            put_address(reader)
            told = address_changed.send(
                sender=User, reader_id=reader.pk, before=before, after=change.wanted, at=at
            )
    except IntegrityError as error:
        raise AddressTaken from error
    return [words for _receiver, words in told if words]
