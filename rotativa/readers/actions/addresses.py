"""Which address an account signs in with; allauth keeps it in a table of its own."""

from allauth.account.models import EmailAddress
from django.db import transaction

from rotativa.people.models import User


def vouch_for(user: User) -> None:
    """Somebody else made this account, at the desk or on the command line: its address is believed.

    Whoever registers has an address from the start, which is confirmed by a code.
    """
    if not EmailAddress.objects.filter(user=user).exists():
        put_address(user)


def put_address(user: User) -> EmailAddress:
    """Make the address of the account's row the only one that opens it."""
    with transaction.atomic():
        EmailAddress.objects.filter(user=user).delete()
        return EmailAddress.objects.create(
            user=user, email=user.email.lower(), verified=True, primary=True
        )
