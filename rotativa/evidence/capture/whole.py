"""What is asked for past the browser: whole, as it is, behind the same guard."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urldefrag

from rotativa.evidence.capture.bounds import Bounds
from rotativa.evidence.capture.cleaning import joined
from rotativa.evidence.capture.kept import (
    REDIRECTS,
    Headers,
    Kept,
    with_length,
    without_secrets,
)
from rotativa.lib.destinations import Reach
from rotativa.lib.exchanges import exchange
from rotativa.lib.fetch_errors import FetchError
from rotativa.lib.guarded_stream import Deadline
from rotativa.lib.http import USER_AGENT
from rotativa.lib.unpacking import unpack

MOST_HOPS = 6
AGENT = f"Mozilla/5.0 (compatible; {USER_AGENT})"


@dataclass(frozen=True)
class Whole:
    """The hops to an answer, the answer last; `content` is its body, unpacked."""

    hops: tuple[Kept, ...]
    content: bytes
    certificates: tuple[bytes, ...]

    @property
    def answer(self) -> Kept:
        return self.hops[-1]


def ask_whole(
    url: str, *, headers: Headers, bounds: Bounds, reach: Reach, deadline: Deadline
) -> Whole:
    """Raises a FetchError where no answer began."""
    hops = []
    url = urldefrag(url)[0]
    for _hop in range(MOST_HOPS):
        got = exchange(url, headers=headers, limits=bounds.whole, reach=reach, deadline=deadline)
        kept = Kept(
            method="GET",
            url=url,
            status=got.status,
            reason=got.reason,
            headers=with_length(without_secrets(got.headers), len(got.body)),
            body=got.body,
            asked=without_secrets(got.asked),
            sent=b"",
            at=datetime.now(UTC),
            address=got.address,
            cut=got.cut,
        )
        hops.append(kept)
        where = kept.header("location")
        leads_to = joined(url, where) if kept.status in REDIRECTS and where else ""
        if not leads_to:
            break
        url = urldefrag(leads_to)[0]
    return Whole(tuple(hops), unpacked(kept, bounds), got.certificates)


def unpacked(kept: Kept, bounds: Bounds) -> bytes:
    """Nothing, where the packing is broken or holds too much."""
    try:
        pieces = unpack(
            [kept.body],
            coding=kept.header("content-encoding"),
            max_bytes=bounds.media_bytes,
        )
        return b"".join(pieces)
    except FetchError:
        return b""
