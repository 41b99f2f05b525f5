"""How often somebody may ask for newsletters; docs/run/subscribers.md has the table."""

import hmac
import secrets
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from rotativa.lib.attempts import Limit, refuse_where_full, take_places
from rotativa.lib.visitors import address_of, network_of
from rotativa.lib.visits import TooManyVisits, count_visit
from rotativa.newsletters.addresses import digest_of

QUARTER, HOUR = 15 * 60, 60 * 60
OF_VISITOR = Limit("newsletter-visitor", 20, QUARTER)
OF_NETWORK = Limit("newsletter-network", 60, QUARTER)
OF_ADDRESS = Limit("newsletter-address", 6, HOUR)
OF_SITE = Limit("newsletter-site", 300, QUARTER)
CLICKS = "clicks"
"""The cache in which clicks are counted, in each process by itself."""
CLICKS_A_MINUTE = 60
CLICKS_ON_A_LINK = 20
"""An hour from one place: offices and telephones share addresses."""
CLICK_KEY = secrets.token_bytes(16)
"""Known to the running server alone: nobody's address is among what is counted."""


def take_places_for_mail(request: HttpRequest, address: str, *, at: datetime) -> list[str]:
    """Before anything is looked up: whether the address is known makes no difference."""
    wanted = [*wanted_by(request), (OF_ADDRESS, digest_of(address))]
    return take_places(wanted, at=at.timestamp())


def refuse_crowds(request: HttpRequest, *, at: datetime) -> None:
    """Before the form is even read. Raises `TooManyAttempts`."""
    refuse_where_full(wanted_by(request), at=at.timestamp())


def wanted_by(request: HttpRequest) -> list[tuple[Limit, str]]:
    visitor = address_of(request, proxies=settings.TRUSTED_PROXIES)
    return [(OF_VISITOR, visitor), (OF_NETWORK, network_of(visitor)), (OF_SITE, "")]


def is_click(request: HttpRequest, link: int, *, at: datetime) -> bool:
    """Not more from one place than its readers click: each is a write, and whoever has a letter has its links."""
    visitor, now = address_of(request, proxies=settings.TRUSTED_PROXIES), at.timestamp()
    place, there = known_as(visitor), known_as(f"{visitor} {link}")
    try:
        count_visit(place, cache=CLICKS, most=CLICKS_A_MINUTE, at=now)
        count_visit(there, cache=CLICKS, most=CLICKS_ON_A_LINK, at=now, span=HOUR)
    except TooManyVisits:
        return False
    return True


def known_as(visitor: str) -> str:
    return hmac.digest(CLICK_KEY, visitor.encode(), "sha256").hex()


def seen_from(request: HttpRequest) -> str | None:
    """What is kept with the proof: of IPv6 the network of a household."""
    return address_of(request, proxies=settings.TRUSTED_PROXIES).partition("/")[0] or None
