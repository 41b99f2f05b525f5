"""One request and its answer just as they were, for whoever keeps a record of them.

Nothing is followed, unpacked or judged: a redirect, an error and half a body are answers too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import httpcore

from rotativa.lib.asking import Limits, ask
from rotativa.lib.destinations import PUBLIC, Reach, parse_url
from rotativa.lib.fetch_errors import FetchError, TooLarge, TooSlow
from rotativa.lib.guarded_stream import Deadline, Meter

DER = 2  # of `_ssl`, which has no name for it that is public

REDIRECTS = {301, 302, 303, 307, 308}
REDIRECT_BYTES = 64 * 2**10
"""Of their bodies, which nobody reads and each hop may send."""

Cut = Literal["", "length", "time", "disconnect"]
"""Why a body is not whole, in the words of the WARC standard."""


@dataclass(frozen=True)
class Exchange:
    url: str
    asked: tuple[tuple[str, str], ...]
    """Headers of the request."""
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    """As they came, in their order, repeated ones too."""
    body: bytes
    """As it came, packed if it was; without the framing of chunks."""
    cut: Cut
    address: str
    certificates: tuple[bytes, ...]
    """What the site has proved itself with (DER), its own certificate first."""


def exchange(
    url: str,
    *,
    headers: Sequence[tuple[str, str]] = (),
    limits: Limits,
    reach: Reach = PUBLIC,
    deadline: Deadline | None = None,
    within: Meter | None = None,
) -> Exchange:
    """Ask once. Raises a FetchError where no answer began; later faults are told by `cut`.

    What several requests may take together, the meter `within` says.
    """
    destination = parse_url(url)
    own = {"host", "connection"}
    asked = (
        ("Host", destination.authority),
        *((name, value) for name, value in headers if name.lower() not in own),
        ("Connection", "close"),
    )
    until = deadline or Deadline(limits.total_seconds)
    with ask(
        destination, headers=asked, limits=limits, reach=reach, deadline=until, within=within
    ) as answer:
        stream = answer.extensions["network_stream"]  # tells no more once it is read to its end
        address = str(stream.get_extra_info("server_addr")[0])
        certificates = _certificates(stream.get_extra_info("ssl_object"))
        is_redirect = answer.status in REDIRECTS
        body, cut = _read(answer, at_most=REDIRECT_BYTES if is_redirect else limits.max_bytes)
        return Exchange(
            url=destination.url,
            asked=asked,
            status=answer.status,
            reason=answer.extensions.get("reason_phrase", b"").decode("latin-1"),
            headers=tuple(
                (name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers
            ),
            body=body,
            cut=cut,
            address=address,
            certificates=certificates,
        )


def _read(answer: httpcore.Response, *, at_most: int) -> tuple[bytes, Cut]:
    body = bytearray()
    try:
        for chunk in answer.iter_stream():
            body += chunk
            if len(body) > at_most:
                return bytes(body[:at_most]), "length"
    except TooLarge:
        return bytes(body), "length"
    except (TooSlow, httpcore.TimeoutException):
        return bytes(body), "time"
    except (httpcore.NetworkError, httpcore.ProtocolError, FetchError):
        return bytes(body), "disconnect"
    return bytes(body), ""


def _certificates(secured: Any) -> tuple[bytes, ...]:
    """The chain as it was shown; what httpcore hands out is the object within Python's own."""
    if secured is None:
        return ()
    chain = secured.get_unverified_chain() or []
    return tuple(each if isinstance(each, bytes) else each.public_bytes(DER) for each in chain)
