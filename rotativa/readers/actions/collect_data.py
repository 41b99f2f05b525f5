"""All that is kept of a reader, for that reader."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from rotativa.people.models import User
from rotativa.readers.signals import data_wanted


def data_of(reader: User) -> dict[str, Any]:
    """The account, then what each app has; secrets that open the account are left out."""
    answers: list[tuple[Any, Any]] = data_wanted.send(User, reader_id=reader.pk)
    parts = dict(answer for _receiver, answer in answers)
    return {"account": account_of(reader), "sign_in": sign_in_of(reader), **parts}


def account_of(reader: User) -> dict[str, Any]:
    return {
        "email": reader.email,
        "shown_name": reader.shown_name,
        "first_name": reader.first_name,
        "last_name": reader.last_name,
        "language": reader.language,
        "picture": reader.portrait.url if reader.portrait else None,
        "joined": reader.date_joined,
        "last_signed_in": reader.last_login,
        "named": reader.named_at,
    }


def sign_in_of(reader: User) -> dict[str, Any]:
    addresses = EmailAddress.objects.filter(user=reader).order_by("pk")
    factors = Authenticator.objects.filter(user=reader).order_by("pk")
    sessions = UserSession.objects.filter(user=reader).order_by("pk")
    return {
        "has_password": reader.has_usable_password(),
        "addresses": list(addresses.values("email", "verified")),
        "factors": [
            {
                "kind": factor.type,
                "name": factor.data.get("name"),
                "added": factor.created_at,
                "last_used": factor.last_used_at,
            }
            for factor in factors
        ],
        "sessions": list(sessions.values("created_at", "last_seen_at", "ip", "user_agent")),
    }
