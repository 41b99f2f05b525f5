"""How much a capture may take, of everything."""

from dataclasses import dataclass

from rotativa.lib.asking import Limits
from rotativa.lib.destinations import Reach
from rotativa.lib.proxy import ProxyLimits

MB = 2**20

REACH = Reach(ports=frozenset({80, 443, 8080, 8443}))
"""What a source may be read from: sites of authorities stand at 8080 and 8443 too."""


@dataclass(frozen=True)
class Bounds:
    seconds: float = 90
    """For the whole of a capture, the browser's start and end included."""
    load_seconds: float = 20
    """Half of it for what comes as the page is scrolled."""
    reading_seconds: float = 30
    """For the words of a page and its flat view."""
    quiet_seconds: float = 0.4
    body_bytes: int = 25 * MB
    """What the browser hands over; a larger body is asked for again, past the browser."""
    media_bytes: int = 60 * MB
    all_bytes: int = 200 * MB
    exchanges: int = 1500
    media: int = 12
    parts: int = 150
    """What a page consists of, where no browser says it."""
    text_signs: int = 1_000_000
    dom_signs: int = 10_000_000
    free_bytes: int = 2048 * MB
    """What the disk must have left: the paper and its database need it more."""
    width: int = 1280
    height: int = 900
    picture_height: int = 12_000
    memory_bytes: int = 1200 * MB
    """Of all processes of the browser together; of the one that reads the page."""
    message_bytes: int = 96 * MB
    """What the browser may say at once."""

    @property
    def proxy(self) -> ProxyLimits:
        return ProxyLimits(
            connection_bytes=self.media_bytes,
            all_bytes=self.all_bytes,
            total_seconds=self.seconds,
        )

    @property
    def whole(self) -> Limits:
        """For what is asked past the browser."""
        return Limits(max_bytes=self.media_bytes, total_seconds=60, idle_seconds=10)


BOUNDS = Bounds()
