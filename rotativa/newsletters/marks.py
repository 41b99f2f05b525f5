"""Names by which a letter is known when it comes back: signed, and the same whenever they are made."""

import base64
import hmac
import re
from functools import cache

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

SIGNS = 15
"""Bytes of a signature: twenty characters."""
SIGNED = re.compile(r"(\d{1,18})-([A-Za-z0-9_-]{20})")


def token_of(subscriber_id: int) -> str:
    """Stands in a subscriber's links; whoever has it may leave, and nothing else is told by it."""
    return signed("token", subscriber_id)


def subscriber_of(token: str) -> int | None:
    return read("token", token)


def return_path(bounces: str, delivery_id: int) -> str:
    """Where this letter comes back to (VERP): `bounces+…@paper.example`."""
    local, sign, domain = bounces.rpartition("@")
    return f"{local}+{signed('bounce', delivery_id)}{sign}{domain}"


def delivery_of(tag: str) -> int | None:
    return read("bounce", tag)


def letter_name(issue_id: int, delivery_id: int) -> str:
    """Left of the sign in Message-ID: a letter sent twice has the same, so that it can be dropped."""
    return f"letter.{issue_id}.{delivery_id}"


def signed(purpose: str, number: int) -> str:
    return f"{number}-{signature(purpose, number)}"


def read(purpose: str, text: str) -> int | None:
    found = SIGNED.fullmatch(text)
    if found is None:
        return None
    number = int(found[1])
    return number if constant_time_compare(found[2], signature(purpose, number)) else None


def signature(purpose: str, number: int) -> str:
    digest = hmac.digest(key_for(purpose, settings.SECRET_KEY), b"%d" % number, "sha256")
    return base64.urlsafe_b64encode(digest[:SIGNS]).decode()


@cache
def key_for(purpose: str, secret: str) -> bytes:
    return salted_hmac(
        f"rotativa.newsletters.{purpose}", "key", secret=secret, algorithm="sha256"
    ).digest()
