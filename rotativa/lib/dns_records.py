"""What DNS says of a name, for a person to read: asked with an end in sight, never to connect anywhere."""

from dataclasses import dataclass, field
from typing import Any

import dns.exception
import dns.name
import dns.resolver

from rotativa.lib.addresses import IPAddress, parse_address

SECONDS = 4
NOTHING = (
    dns.resolver.NXDOMAIN,
    dns.resolver.NoAnswer,
    dns.name.EmptyLabel,
    dns.name.LabelTooLong,
    dns.name.NameTooLong,
    dns.name.BadEscape,
)
"""There is no such record, or no name can be like that."""


class NoDns(Exception):
    """Nobody answers: nothing is known, neither that a record is there nor that it is not."""


def system_resolver() -> dns.resolver.Resolver:
    """Raises `NoDns` on a machine that knows of no server."""
    try:
        return dns.resolver.Resolver()
    except dns.resolver.NoResolverConfiguration as error:
        raise NoDns("This machine knows of no DNS server.") from error


@dataclass(slots=True)
class Records:
    resolver: dns.resolver.Resolver = field(default_factory=system_resolver)
    known: dict[tuple[str, str], list[Any] | NoDns] = field(default_factory=dict)

    def texts(self, name: str) -> list[str]:
        return [b"".join(each.strings).decode("utf-8", "replace") for each in self.ask(name, "TXT")]

    def has_mail_server(self, name: str) -> bool:
        """One that takes mail: a lone dot says that none does (RFC 7505)."""
        hosts = self.mail_servers(name)
        return any(host != "." for host in hosts) or bool(not hosts and self.ask(name, "A"))

    def mail_servers(self, name: str) -> list[str]:
        return [str(each.exchange) for each in self.ask(name, "MX")]

    def addresses(self, name: str) -> list[IPAddress]:
        return [
            parse_address(each.address) for kind in ("A", "AAAA") for each in self.ask(name, kind)
        ]

    def alias(self, name: str) -> str:
        """What the name stands for, or itself."""
        return next(
            (str(each.target).rstrip(".").lower() for each in self.ask(name, "CNAME")), name
        )

    def ask(self, name: str, kind: str) -> list[Any]:
        """Each question once, whatever comes of it. Raises `NoDns`."""
        if (name, kind) not in self.known:
            self.known[name, kind] = self.answer(name, kind)
        known = self.known[name, kind]
        if isinstance(known, NoDns):
            raise known
        return known

    def answer(self, name: str, kind: str) -> list[Any] | NoDns:
        try:
            return list(self.resolver.resolve(name, kind, lifetime=SECONDS, search=False))
        except NOTHING:
            return []
        except (dns.exception.DNSException, OSError, UnicodeError) as error:
            return NoDns(" ".join(str(error).split()))
