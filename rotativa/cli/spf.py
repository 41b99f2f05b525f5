"""Whom an SPF record lets send, read as those read it who get letters (RFC 7208)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_network
from itertools import islice
from typing import Self

from rotativa.lib.addresses import IPAddress
from rotativa.lib.dns_records import NoDns, Records

VERSION = "v=spf1"
MOST_LOOKUPS = 10
"""After so many others stop reading; an `mx` may have as many servers."""
LOOKS_UP = frozenset({"include", "a", "mx", "ptr", "exists", "redirect"})
LEADS_ON = frozenset({"include", "redirect"})
HEEDED = frozenset({"redirect", "exp"})
WITH_BITS = frozenset({"a", "mx", "ip4", "ip6"})
NAME = r"(?:%\{[slodiphv]\d*r?[.+,/_=-]*\}|%[%_-]|[^%/])+"
"""With what is put in for each letter, of which other signs are errors."""
MECHANISM = re.compile(
    r"(?P<sign>[+?~-]?)(?P<verb>all$|(?:include|exists)(?=:)|a|mx|ptr|ip4|ip6)"
    rf"(?::(?P<name>{NAME}))?(?P<cidr>(?:/(?P<bits>\d{{1,3}}))?(?://(?P<bits6>\d{{1,3}}))?)"
)
MODIFIER = re.compile(r"[a-z][a-z0-9_.-]*=")
MEANT_AS_END = re.compile(r"\W*(?:al+|redirect)(?:[:/=].*|\W*)", re.IGNORECASE)


class BrokenSpf(ValueError):
    """The word for which nobody heeds the rest."""


@dataclass(frozen=True, slots=True)
class Term:
    verb: str
    name: str
    lets: bool = True
    """Whether who is meant may send: more than `-`, `~` and `?` say."""
    bits: dict[int, int] = field(default_factory=dict)
    """By the version of the address."""

    @property
    def is_open(self) -> bool:
        """Whether it asks something else for each letter."""
        return "%" in self.name or self.verb in {"ptr", "exists"}

    @property
    def leads_on(self) -> bool:
        return self.verb in LEADS_ON and not self.is_open

    @property
    def lets_all(self) -> bool:
        """By addresses of either version, as senders have both."""
        return self.lets and (self.verb == "all" or 0 in self.bits.values())


@dataclass(frozen=True, slots=True)
class Spf:
    terms: tuple[Term, ...]
    """In the order in which they are heeded."""

    @classmethod
    def read(cls, text: str, *, domain: str) -> Self:
        """Raises `BrokenSpf`."""
        words = text.lower().split()[1:]
        terms = [mechanism(word, domain=domain) for word in words if not MODIFIER.match(word)]
        named = modifiers(words)
        if any(term.verb == "all" for term in terms):
            ends = next(at for at, term in enumerate(terms, start=1) if term.verb == "all")
            return cls(tuple(terms[:ends]))
        redirects = [Term(verb, name) for verb, name in named.items() if verb in LEADS_ON]
        return cls((*terms, *redirects))

    @classmethod
    def of(cls, domain: str, records: Records) -> Self:
        """That which another one leads on to."""
        texts = spf_texts(domain, records)
        if len(texts) != 1:
            raise BrokenSpf(f"{domain}, which has {len(texts)} SPF records")
        return cls.read(texts[0], domain=domain)

    def asked(self, records: Records) -> list[Term]:
        """All that others may look up for it, in what it leads on to, too; one more than they would at most."""
        looks_up = (term for term in self.within(records) if term.verb in LOOKS_UP)
        return list(islice(looks_up, MOST_LOOKUPS + 1))

    def within(self, records: Records) -> Iterator[Term]:
        for term in self.terms:
            yield term
            if term.leads_on:
                yield from Spf.of(term.name, records).within(records)

    def lets_all(self, records: Records) -> bool:
        """Also by what it leads on to. To be asked as `lets` is."""
        return any(
            term.lets_all
            or (term.leads_on and term.lets and Spf.of(term.name, records).lets_all(records))
            for term in self.terms
        )

    def lets(self, address: IPAddress, records: Records) -> bool | None:
        """None where that cannot be seen without a letter, or for want of an answer.

        To be asked of what needs no more look-ups than others make.
        """
        possible: set[bool] = set()
        for term in self.terms:
            match = is_meant(address, term, records)
            if match is not False:
                possible.add(term.lets)
            if match:
                break
        else:
            possible.add(False)
        return possible.pop() if len(possible) == 1 else None


def spf_texts(domain: str, records: Records) -> list[str]:
    return [each for each in records.texts(domain) if each.lower().split(" ")[0] == VERSION]


def modifiers(words: list[str]) -> dict[str, str]:
    """The names behind those that are heeded, each of them once. Raises `BrokenSpf`."""
    found: dict[str, str] = {}
    for word in words:
        verb, _, name = word.partition("=")
        if verb in HEEDED:
            if verb in found or not re.fullmatch(NAME, name):
                raise BrokenSpf(word)
            found[verb] = name.rstrip(".")
    return found


def legible(text: str, *, domain: str) -> list[str]:
    """The words for which nobody leaves the rest, and an end in place of one that was meant to be it."""
    kept: list[str] = []
    has_end = is_end_meant = False
    for word in text.split()[1:]:
        try:
            terms = Spf.read(" ".join([VERSION, *kept, word]), domain=domain).terms
        except BrokenSpf:
            is_end_meant = is_end_meant or bool(MEANT_AS_END.fullmatch(word))
        else:
            kept.append(word)
            has_end = any(term.verb in {"all", "redirect"} for term in terms)
    return kept if has_end or not is_end_meant else [*kept, "~all"]


def closed(words: list[str], *, domain: str) -> list[str]:
    """Without those that let everybody send. Raises `BrokenSpf`."""
    kept: list[str] = []
    for word in words:
        if MODIFIER.match(word.lower()):
            kept.append(word)
            continue
        term = mechanism(word.lower(), domain=domain)
        if not term.lets_all:
            kept.append(word)
        elif term.verb == "all":
            kept.append("~all")
    return kept


def mechanism(word: str, *, domain: str) -> Term:
    """Raises `BrokenSpf`."""
    found = MECHANISM.fullmatch(word)
    if not found:
        raise BrokenSpf(word)
    verb, name = found["verb"], (found["name"] or "").rstrip(".")
    bits = {4: int(found["bits"] or 32), 6: int(found["bits6"] or 128)}
    if verb in {"ip4", "ip6"}:
        name = block(word, version=int(verb[2]))
    elif bits[4] > 32 or bits[6] > 128 or (found["cidr"] and verb not in WITH_BITS):
        raise BrokenSpf(word)
    return Term(verb, name or domain, lets=found["sign"] in {"", "+"}, bits=bits)


def block(word: str, *, version: int) -> str:
    try:
        network = ip_network(word.partition(":")[2], strict=False)
    except ValueError as error:
        raise BrokenSpf(word) from error
    if network.version != version:
        raise BrokenSpf(word)
    return str(network)


def is_meant(address: IPAddress, term: Term, records: Records) -> bool | None:
    """Raises `BrokenSpf`."""
    if term.is_open:
        return None
    try:
        match term.verb:
            case "all":
                return True
            case "ip4" | "ip6":
                return address in ip_network(term.name)
            case "include" | "redirect":
                return Spf.of(term.name, records).lets(address, records)
            case "a":
                hosts = [term.name]
            case _:
                hosts = records.mail_servers(term.name)
                if len(hosts) > MOST_LOOKUPS:
                    raise BrokenSpf(f"mx of {term.name}, which has {len(hosts)} servers")
        near = ip_network(f"{address}/{term.bits[address.version]}", strict=False)
        return any(other in near for host in hosts for other in records.addresses(host))
    except NoDns:
        return None
