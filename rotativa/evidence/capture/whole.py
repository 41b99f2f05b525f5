"""What is asked for past the browser: whole, as it is, behind the same guard."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urldefrag

from rotativa.evidence.capture.bounds import Bounds
from rotativa.evidence.capture.cleaning import joined
from rotativa.evidence.capture.kept import (
    Headers,
    Kept,
    with_length,
    without_secrets,
)
from rotativa.lib.destinations import Reach
from rotativa.lib.exchanges import exchange
from rotativa.lib.fetch_errors import FetchError
from rotativa.lib.guarded_stream import Deadline, Meter
from rotativa.lib.http import USER_AGENT
from rotativa.lib.unpacking import unpack

MOST_HOPS = 6
AGENT = f"Mozilla/5.0 (compatible; {USER_AGENT})"


@dataclass(frozen=True)
class Whole:
    """The hops to an answer, the answer last; `content` is the beginning of its body, unpacked."""

    hops: tuple[Kept, ...]
    content: bytes
    certificates: tuple[bytes, ...]

    @property
    def answer(self) -> Kept:
        return self.hops[-1]


def ask_whole(
    url: str, *, headers: Headers, bounds: Bounds, reach: Reach, deadline: Deadline, meter: Meter
) -> Whole:
    """Raises a FetchError where no answer began. `meter` counts all that one copy asks for so."""
    hops = []
    url = urldefrag(url)[0]
    for _hop in range(MOST_HOPS):
        got = exchange(
            url,
            headers=headers,
            limits=bounds.whole,
            reach=reach,
            deadline=deadline,
            within=meter,
        )
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
        leads_to = joined(url, where) if kept.is_redirect and where else ""
        if not leads_to:
            break
        url = urldefrag(leads_to)[0]
    return Whole(tuple(hops), unpacked(kept, bounds), got.certificates)


def unpacked(kept: Kept, bounds: Bounds) -> bytes:
    """As much of it as is read of a page; nothing, where the packing is broken."""
    content, most = bytearray(), bounds.dom_signs
    coding = kept.header("content-encoding")
    try:
        for piece in unpack([kept.body], coding=coding, max_bytes=bounds.all_bytes):
            content += piece[: most - len(content)]
            if len(content) == most:
                break
    except FetchError:
        return b""
    return bytes(content)
