"""Addresses of mail: read, made one of all their spellings, and known again without being kept."""

import re
from functools import lru_cache

import idna
from django.utils.crypto import salted_hmac

from rotativa.newsletters.site_keys import keys_of_digests

ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
PLAIN = re.compile(rf"(?P<local>{ATOM}(?:\.{ATOM})*)@(?P<domain>{LABEL}(?:\.{LABEL})+)")
"""What may stand in a command and a header as it is."""
SEEN = re.compile(r"[^\s<>()\[\]\"',:;@]+@[\w.-]+")
"""Of a text that holds one."""
LONGEST = 254
LONGEST_LOCAL = 64
LONGEST_GIVEN = 1000
"""Characters that are looked at; a domain may be written in others than it is kept in."""


class NotAnAddress(ValueError):
    pass


def normal_address(text: str) -> str:
    """The address with its domain as machines write it. Raises `NotAnAddress`.

    The part before the sign stays as it was written: few servers mind capitals, and those may.
    """
    if len(text) > LONGEST_GIVEN:
        raise NotAnAddress(text[:LONGEST])
    local, sign, domain = text.strip().rpartition("@")
    try:
        address = f"{local}{sign}{machine_name(domain)}"
    except (idna.IDNAError, UnicodeError) as error:
        raise NotAnAddress(text) from error
    if not is_plain(address):
        raise NotAnAddress(text)
    return address


@lru_cache(maxsize=1_000)
def machine_name(domain: str) -> str:
    """Most readers are of few domains, and it takes ten times the rest of an address. Raises `IDNAError`."""
    return idna.encode(domain, uts46=True).decode().lower()


def is_plain(address: str) -> bool:
    found = PLAIN.fullmatch(address) if len(address) <= LONGEST else None
    return bool(found) and len(address.partition("@")[0]) <= LONGEST_LOCAL


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]


def in_short(address: str) -> str:
    """For those who are to know it again, and not to learn it."""
    local, sign, domain = address.rpartition("@")
    return f"{local[:1]}…{sign}{domain}" if address else ""


def with_short_addresses(text: str) -> str:
    return SEEN.sub(lambda found: in_short(found[0]), text)


def digest_of(address: str) -> str:
    """The same for all spellings of an address; nobody without the site's key can tell whose it is."""
    return digests_of(address)[0]


def digests_of(address: str) -> list[str]:
    """With those under which it may be stored since the site had another key."""
    try:
        address = normal_address(address)
    except NotAnAddress:
        address = address.strip()
    return [digest(address.lower(), key) for key in keys_of_digests()]


def digest(spelling: str, key: str) -> str:
    return salted_hmac(
        "rotativa.newsletters.address", spelling, secret=key, algorithm="sha256"
    ).hexdigest()
