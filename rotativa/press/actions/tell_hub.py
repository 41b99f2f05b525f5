"""Telling a WebSub hub that a feed has something new, so that it tells those who follow."""

import logging
from typing import Protocol
from urllib.parse import urlencode

from rotativa.lib import http
from rotativa.lib.http import FetchError, Limits, Response
from rotativa.pages.addresses import absolute

logger = logging.getLogger(__name__)

LIMITS = Limits(max_bytes=64 * 2**10, total_seconds=10)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Door(Protocol):
    def post(
        self, url: str, body: bytes, *, headers: dict[str, str], limits: Limits
    ) -> Response: ...


def tell_hub(hub: str, path: str, *, door: Door = http) -> bool:
    """Say that a feed has changed; whether the hub has taken it. Once: the next article tells again.

    The two names are those of the old protocol and of its followers; WebSub itself leaves it open.
    """
    topic = absolute(path)
    body = urlencode({"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}).encode()
    try:
        answer = door.post(hub, body, headers=FORM, limits=LIMITS)
    except FetchError as error:
        logger.warning("The hub was not told of %s: %s", topic, error)
        return False
    if not 200 <= answer.status < 300:
        logger.warning("The hub was not told of %s: %s answers %d", topic, hub, answer.status)
        return False
    return True
