"""How often comments may be sent; docs/write/comments.md has the table."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from rotativa.lib.attempts import Limit, take_places
from rotativa.lib.visitors import address_of
from rotativa.lib.visits import count_visit

QUARTER = 15 * 60
OF_READER = Limit("comment-reader", 10, QUARTER)
OF_ADDRESS = Limit("comment-address", 40, QUARTER)
OF_THREAD = Limit("comment-thread", 200, QUARTER)
EDITS = Limit("comment-edit", 20, QUARTER)
REPORTS = Limit("comment-report", 20, QUARTER)
KEPT_WORDS = Limit("comment-kept", 10, QUARTER)

LOOKS = "talk"
"""The cache in which looks at live pages are counted, in each process by itself."""
LOOKS_A_MINUTE = 60


CROWD = 10
"""Comments from one address, from which on each asks for a proof."""


def visitor_of(request: HttpRequest) -> str:
    return address_of(request, proxies=settings.TRUSTED_PROXIES)


def take_places_for_comment(request: HttpRequest, thread: UUID, *, at: datetime) -> list[str]:
    wanted = [
        (OF_READER, str(request.user.pk)),
        (OF_ADDRESS, visitor_of(request)),
        (OF_THREAD, thread.hex),
    ]
    return take_places(wanted, at=at.timestamp())


def take_place_for_edit(request: HttpRequest, *, at: datetime) -> list[str]:
    return take_places([(EDITS, str(request.user.pk))], at=at.timestamp())


def take_place_for_report(request: HttpRequest, *, at: datetime) -> list[str]:
    return take_places([(REPORTS, str(request.user.pk))], at=at.timestamp())


def count_look(request: HttpRequest, *, at: datetime) -> None:
    """A page that is made for each who asks reads the whole thread. Raises `TooManyVisits`."""
    count_visit(visitor_of(request), cache=LOOKS, most=LOOKS_A_MINUTE, at=at.timestamp())


def take_place_for_kept_words(request: HttpRequest, *, at: datetime) -> list[str]:
    return take_places([(KEPT_WORDS, visitor_of(request))], at=at.timestamp())


def is_crowded(places: list[str]) -> bool:
    """Of places for a comment: the number of the one under the limit of its address."""
    return any(
        key.startswith(OF_ADDRESS.name) and int(key.rpartition(":")[2]) >= CROWD for key in places
    )
