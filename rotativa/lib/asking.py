"""One request over one connection of its own, to an address that was checked.

What `http` and `exchanges` are made of: they follow redirects, unpack and judge what arrives.
"""

import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import certifi
import httpcore
from django.utils.translation import gettext_noop as _

from rotativa.lib.destinations import Destination, Reach, resolve
from rotativa.lib.fetch_errors import BadAnswer, TooSlow, Unreachable
from rotativa.lib.guarded_stream import Deadline, Meter, PinnedBackend


@dataclass(frozen=True)
class Limits:
    """How much of an answer is taken and how long it is waited for; all hops together."""

    max_bytes: int = 5 * 2**20
    max_header_bytes: int = 32 * 2**10
    max_redirects: int = 5
    total_seconds: float = 20
    idle_seconds: float = 8
    connect_seconds: float = 5


@contextmanager
def ask(
    destination: Destination,
    *,
    method: str = "GET",
    headers: Sequence[tuple[str, str]],
    body: bytes = b"",
    limits: Limits,
    reach: Reach,
    deadline: Deadline,
    within: Meter | None = None,
) -> Iterator[httpcore.Response]:
    """Yield the answer, its body not read yet."""
    meter = Meter(limits.max_header_bytes, within=within)
    connection = connection_to(
        destination, limits=limits, reach=reach, deadline=deadline, meter=meter
    )
    target = url_of(destination)
    with (
        in_our_words(destination.host),
        connection,
        connection.stream(method, target, headers=list(headers), content=body or None) as answer,
    ):
        # Chunked framing may cost as much again as what it carries, and no more than that.
        meter.allow(2 * limits.max_bytes)
        yield answer


def connection_to(
    destination: Destination, *, limits: Limits, reach: Reach, deadline: Deadline, meter: Meter
) -> httpcore.HTTPConnection:
    """To the addresses that its name has now, each of which was checked; opened when it is asked."""
    seconds = deadline.left(at_most=limits.connect_seconds)
    backend = PinnedBackend(
        resolve(destination, reach=reach, seconds=seconds),
        deadline=deadline,
        meter=meter,
        connect=limits.connect_seconds,
        idle=limits.idle_seconds,
        port=reach.stand_in,
    )
    return httpcore.HTTPConnection(
        url_of(destination).origin,
        ssl_context=trust(reach.authorities),
        network_backend=backend,
    )


def url_of(destination: Destination) -> httpcore.URL:
    return httpcore.URL(
        scheme=destination.scheme,
        host=destination.host,
        port=destination.port,
        target=destination.target,
    )


@cache
def trust(authorities: str | None = None) -> ssl.SSLContext:
    """Whose certificates are believed: those of certifi, or of a file that a test has made."""
    return ssl.create_default_context(cafile=authorities or certifi.where())


@contextmanager
def in_our_words(host: str) -> Iterator[None]:
    """Turn what httpcore raises into the family of FetchError."""
    try:
        yield
    except httpcore.TimeoutException as error:
        raise TooSlow(_("%(host)s did not answer in time."), host=host) from error
    except httpcore.NetworkError as error:
        if isinstance(error.__cause__, ssl.SSLCertVerificationError):
            raise Unreachable(
                _("%(host)s has no valid certificate for a secure connection."), host=host
            ) from error
        raise Unreachable(_("%(host)s cannot be reached."), host=host) from error
    except httpcore.ProtocolError as error:
        raise BadAnswer(_("%(host)s gave an answer that cannot be read."), host=host) from error
