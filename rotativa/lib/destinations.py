"""Where a request may go: the URL is read, its name resolved once, every address checked.

A caller connects to the addresses that `resolve` returns and never looks the name up again, so
that a name which changes its answer (DNS rebinding) gains nothing.
"""

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import idna
from django.utils.translation import gettext_noop as _

from rotativa.lib.addresses import IPAddress, is_public, parse_address
from rotativa.lib.fetch_errors import Refused, TooSlow, Unreachable
from rotativa.lib.in_time import in_time

DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_URL_LENGTH = 4096
SAFE_IN_TARGET = "/%:@!$&'()*+,;=~-._?"

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")

Resolve = Callable[[str, int], Sequence[str]]


def system_resolve(host: str, port: int) -> list[str]:
    """Ask the machine's resolver for the addresses of a name."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


@dataclass(frozen=True)
class Reach:
    """What a request may reach. Only tests and the demo have a reason to pass one of their own, and
    whoever asks a service whose address stands in the site's settings: see `reach_of`."""

    ports: frozenset[int] = frozenset(DEFAULT_PORTS.values())
    private: frozenset[str] = frozenset()
    resolve: Resolve = system_resolve
    authorities: str | None = None
    anywhere: bool = False
    stand_in: int | None = None
    """The port of a server that stands in for all sites, as in the demo; else the port of the URL."""

    def allows(self, address: IPAddress) -> bool:
        return self.anywhere or is_public(address) or str(address) in self.private


PUBLIC = Reach()


@dataclass(frozen=True)
class Destination:
    """A URL that was taken apart; `host` is a lower-case ASCII name or an address."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


def parse_url(url: str) -> Destination:
    """Take a URL apart, or raise Refused for one that we never ask for."""
    url = url.strip()
    if len(url) > MAX_URL_LENGTH:
        raise Refused(_("The address is too long."))
    if "\\" in url or any(ord(sign) < 32 or ord(sign) == 127 for sign in url):
        raise Refused(_("The address has characters that do not belong in one."))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refused(_("The address cannot be read.")) from None
    if parts.scheme not in DEFAULT_PORTS:
        raise Refused(_("Only addresses that begin with https:// or http:// are fetched."))
    if "@" in parts.netloc:
        raise Refused(_("The address holds a user name or a password."))
    return Destination(
        scheme=parts.scheme,
        host=parse_host(parts.hostname or ""),
        port=DEFAULT_PORTS[parts.scheme] if port is None else port,
        target=_target(parts.path or "/", parts.query),
    )


def reach_of(url: str) -> Reach:
    """What the keeper of the site has named may lie in a private network, at a port of its own."""
    return Reach(ports=frozenset({parse_url(url).port}), anywhere=True)


def parse_host(host: str) -> str:
    """Give a name its one ASCII form; refuse the forms that hide an address."""
    odd = Refused(_("“%(host)s” is not the name of a site."), host=host[:80])
    if ":" in host:
        return _literal(host, otherwise=odd)
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            raise odd from None
    host = host.lower().removesuffix(".")
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):  # 2130706433, 0x7f.1 and 127.1 are addresses in disguise
        return _literal(host, otherwise=odd)
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise odd
    return host


def _literal(host: str, *, otherwise: Refused) -> str:
    try:
        return str(parse_address(host))
    except ValueError:
        raise otherwise from None


def _target(path: str, query: str) -> str:
    whole = f"{path}?{query}" if query else path
    return quote(_STRAY_PERCENT.sub("%25", whole), safe=SAFE_IN_TARGET)


def resolve(destination: Destination, *, reach: Reach, seconds: float) -> list[IPAddress]:
    """Look the name up once and return its addresses, all of them checked.

    One address that is not public refuses the name: which of them gets the connection would be
    the other side's choice.
    """
    check_port(destination, reach=reach)
    addresses = []
    for text in _look_up(destination, reach=reach, seconds=seconds):
        try:
            address = parse_address(text)
        except ValueError:
            raise _not_public(destination) from None
        if not reach.allows(address):
            raise _not_public(destination)
        addresses.append(address)
    if not addresses:
        raise _no_such_site(destination)
    return addresses


def check_port(destination: Destination, *, reach: Reach) -> None:
    if destination.port not in reach.ports:
        raise Refused(_("Port %(port)d is not one that is fetched."), port=destination.port)


def _look_up(destination: Destination, *, reach: Reach, seconds: float) -> Sequence[str]:
    """The system's resolver knows no deadline."""
    try:
        return [str(parse_address(destination.host))]
    except ValueError:
        pass  # a name
    try:
        return in_time(lambda: reach.resolve(destination.host, destination.port), seconds=seconds)
    except TimeoutError:
        raise TooSlow(
            _("%(host)s could not be looked up in time."), host=destination.host
        ) from None
    except (OSError, UnicodeError) as error:
        raise _no_such_site(destination) from error


def _not_public(destination: Destination) -> Refused:
    return Refused(_("%(host)s is not on the public Internet."), host=destination.host)


def _no_such_site(destination: Destination) -> Unreachable:
    return Unreachable(_("No site has the name %(host)s."), host=destination.host)
