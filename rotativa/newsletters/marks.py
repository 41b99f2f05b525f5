"""Names by which a letter is known when it comes back: signed, and the same whenever they are made."""

import hmac
import re
from datetime import datetime
from functools import cache

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

SIGNS = 12
"""Bytes of a signature: 24 signs without capitals, since those may be lost on the way of mail."""
SIGNED = re.compile(r"(\d{1,18})-([0-9a-f]{24})")
LEAVE = re.compile(r"leave\.(\d{1,9})\.(.+)")


def token_of(subscriber_id: int) -> str:
    """Stands in a subscriber's links; whoever has it may leave, and nothing else is told by it."""
    return signed("token", subscriber_id)


def subscriber_of(token: str) -> int | None:
    return read("token", token)


def confirmation_of(subscriber_id: int, asked_at: datetime) -> str:
    """Stands in the one mail that asks to confirm; good until somebody asks for the address anew."""
    return f"{subscriber_id}-{signature('confirm', subscriber_id, int(asked_at.timestamp()))}"


def number_in(token: str) -> int | None:
    """Whose it says it is, signed or not."""
    found = SIGNED.fullmatch(token)
    return int(found[1]) if found else None


def return_path(bounces: str, delivery_id: int) -> str:
    """Where this letter comes back to (VERP): `bounces+…@paper.example`."""
    local, sign, domain = bounces.rpartition("@")
    return f"{local}+{bounce_tag(delivery_id)}{sign}{domain}"


def bounce_tag(delivery_id: int) -> str:
    return signed("bounce", delivery_id)


def delivery_of(tag: str) -> int | None:
    return read("bounce", tag)


def leave_address(bounces: str, newsletter_id: int, token: str) -> str:
    """Mail to it ends the subscription: `bounces+leave.…@paper.example`."""
    local, sign, domain = bounces.rpartition("@")
    return f"{local}+leave.{newsletter_id}.{token}{sign}{domain}"


def leaver_of(tag: str) -> tuple[int, int] | None:
    """Newsletter and subscriber."""
    found = LEAVE.fullmatch(tag.lower())
    subscriber = subscriber_of(found[2]) if found else None
    return (int(found[1]), subscriber) if found and subscriber is not None else None


def tag_in(address: str, bounces: str) -> str | None:
    """What stands behind the plus of one of our own return paths; empty for the bare mailbox."""
    local, _, domain = bounces.lower().rpartition("@")
    box, _, its_domain = address.strip().lower().rpartition("@")
    if not bounces or its_domain != domain:
        return None
    if box == local:
        return ""
    return box.removeprefix(f"{local}+") if box.startswith(f"{local}+") else None


def letter_name(issue_id: int, delivery_id: int) -> str:
    """Left of the sign in Message-ID: a letter sent twice has the same, so that it can be dropped."""
    return f"letter.{issue_id}.{delivery_id}"


def signed(purpose: str, number: int) -> str:
    return f"{number}-{signature(purpose, number)}"


def read(purpose: str, text: str) -> int | None:
    found = SIGNED.fullmatch(text.lower())
    if found is None:
        return None
    number = int(found[1])
    return number if constant_time_compare(found[2], signature(purpose, number)) else None


def signature(purpose: str, *numbers: int) -> str:
    text = b"-".join(b"%d" % number for number in numbers)
    digest = hmac.digest(key_for(purpose, settings.SECRET_KEY), text, "sha256")
    return digest[:SIGNS].hex()


@cache
def key_for(purpose: str, secret: str) -> bytes:
    return salted_hmac(
        f"rotativa.newsletters.{purpose}", "key", secret=secret, algorithm="sha256"
    ).digest()
