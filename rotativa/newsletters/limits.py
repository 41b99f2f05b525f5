"""How often somebody may ask for newsletters; docs/run/subscribers.md has the table."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from rotativa.lib.attempts import Limit, take_places
from rotativa.lib.visitors import address_of, network_of
from rotativa.newsletters.addresses import digest_of

QUARTER, HOUR = 15 * 60, 60 * 60
OF_VISITOR = Limit("newsletter-visitor", 20, QUARTER)
OF_NETWORK = Limit("newsletter-network", 60, QUARTER)
OF_ADDRESS = Limit("newsletter-address", 6, HOUR)
OF_SITE = Limit("newsletter-site", 300, QUARTER)


def take_places_for_mail(request: HttpRequest, address: str, *, at: datetime) -> list[str]:
    """Before anything is looked up: whether the address is known makes no difference."""
    visitor = address_of(request, proxies=settings.TRUSTED_PROXIES)
    wanted = [
        (OF_VISITOR, visitor),
        (OF_ADDRESS, digest_of(address)),
        (OF_NETWORK, network_of(visitor)),
        (OF_SITE, ""),
    ]
    return take_places(wanted, at=at.timestamp())


def seen_from(request: HttpRequest) -> str | None:
    """What is kept with the proof: of IPv6 the network of a household."""
    return address_of(request, proxies=settings.TRUSTED_PROXIES).partition("/")[0] or None
