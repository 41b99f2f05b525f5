"""Names by which a letter is known when it comes back: signed, and the same whenever they are made."""

import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.utils.crypto import constant_time_compare, salted_hmac

from rotativa.lib.site_keys import signing_key, trusted_keys

SIGNS = 12
"""Bytes of a signature: 24 signs without capitals, since those may be lost on the way of mail."""
SIGNED = re.compile(r"(\d{1,18})-([0-9a-f]{24})")
LINK = re.compile(r"(\d{1,18})-([0-9a-f]{8})-([0-9a-f]{24})")
LEAVE = re.compile(r"leave\.(\d{1,9})\.(.+)")


@dataclass(frozen=True, slots=True)
class Link:
    """What the token of a link says."""

    subscriber_id: int
    made_at: int | None
    """In seconds of the epoch; None of one that opens no choices, however young it is."""


def token_of(subscriber_id: int) -> str:
    """Whoever has it may leave, for ever, and nothing else is told by it."""
    return signed("token", subscriber_id)


def link_of(subscriber_id: int, made_at: datetime) -> str:
    """Stands in a subscriber's links: opens their choices for a while, and lets them leave for ever."""
    seconds = int(made_at.timestamp())
    return f"{subscriber_id}-{seconds:08x}-{signature('link', subscriber_id, seconds)}"


def link_in(token: str) -> Link | None:
    """Either of both."""
    found = LINK.fullmatch(token.lower())
    if found is None:
        leaver = read("token", token)
        return Link(leaver, None) if leaver is not None else None
    number, seconds = int(found[1]), int(found[2], 16)
    return Link(number, seconds) if is_signed(found[3], "link", number, seconds) else None


def subscriber_of(token: str) -> int | None:
    """Who leaves by it."""
    link = link_in(token)
    return link.subscriber_id if link else None


def confirmation_of(subscriber_id: int, asked_at: datetime) -> str:
    """Stands in the one mail that asks to confirm; good until somebody asks for the address anew."""
    return f"{subscriber_id}-{signature('confirm', subscriber_id, int(asked_at.timestamp()))}"


def confirms(token: str, subscriber_id: int, asked_at: datetime) -> bool:
    """Whether it stood in that mail."""
    found = SIGNED.fullmatch(token)
    seconds = int(asked_at.timestamp())
    return (
        found is not None
        and int(found[1]) == subscriber_id
        and is_signed(found[2], "confirm", subscriber_id, seconds)
    )


def refusal_of(subscriber_id: int) -> str:
    """Stands in the mail that asks to confirm, too: by it whoever has the address ends such mails."""
    return signed("refuse", subscriber_id)


def refuser_of(token: str) -> int | None:
    return read("refuse", token)


def link_refusal_of(subscriber_id: int) -> str:
    """Stands in the mail that brings a link: by it whoever has the address is brought none any more."""
    return signed("refuse-link", subscriber_id)


def link_refuser_of(token: str) -> int | None:
    return read("refuse-link", token)


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
    return number if is_signed(found[2], purpose, number) else None


def is_signed(text: str, purpose: str, *numbers: int) -> bool:
    """By us, also before the site's key was changed."""
    made = [signature(purpose, *numbers, key=key) for key in trusted_keys()]
    return any(constant_time_compare(text, each) for each in made)


def signature(purpose: str, *numbers: int, key: str = "") -> str:
    text = b"-".join(b"%d" % number for number in numbers)
    secret = key_for(purpose, key or signing_key())
    return hmac.digest(secret, text, "sha256")[:SIGNS].hex()


@cache
def key_for(purpose: str, secret: str) -> bytes:
    return salted_hmac(
        f"rotativa.newsletters.{purpose}", "key", secret=secret, algorithm="sha256"
    ).digest()
