"""A server of DNS that knows one zone, and what a paper asks it."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import dns.message
import dns.rcode
import dns.rdatatype
import dns.resolver
import dns.rrset

from rotativa.cli.findings import Finding
from rotativa.lib.dns_records import Records

LONGEST = 60
"""Seconds that an answer may take on a busy machine."""
FAILS = ["is answered by nobody"]
Zone = dict[tuple[str, str], list[str]]
Questions = list[tuple[str, str]]


class _Question(socketserver.BaseRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        data, socket = self.request
        query = dns.message.from_wire(data)
        reply = dns.message.make_response(query)
        question = query.question[0]
        kind = dns.rdatatype.to_text(question.rdtype)
        name = question.name.to_text(omit_final_dot=True)
        self.server.asked.append((name, kind))
        found = self.server.zone.get((name, kind))
        if found == FAILS:
            reply.set_rcode(dns.rcode.SERVFAIL)
        elif found:
            reply.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *found))
        socket.sendto(reply.to_wire(), self.client_address)


class _Server(socketserver.UDPServer):
    def __init__(self, zone: Zone) -> None:
        super().__init__(("127.0.0.1", 0), _Question)
        self.zone = zone
        self.asked: Questions = []


@contextmanager
def dns_of(zone: Zone, asked: Questions | None = None) -> Iterator[Records]:
    with _Server(zone) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], int(server.server_address[1])
        resolver.timeout = LONGEST  # sooner it would ask again
        with patch("rotativa.lib.dns_records.SECONDS", LONGEST):
            yield Records(resolver)
        server.shutdown()
        if asked is not None:
            asked += server.asked


def text(*parts: str) -> list[str]:
    return [" ".join(f'"{part}"' for part in parts)]


def faults(found: list[Finding]) -> list[str]:
    return [each.what for each in found if not each.is_fine]
