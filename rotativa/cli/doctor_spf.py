"""What `rotativa doctor` says of who may send mail of the paper (SPF)."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, Self
from urllib.parse import urlsplit

from rotativa.cli.findings import Finding
from rotativa.cli.letters import Letters, record
from rotativa.cli.spf import (
    LEADS_ON,
    MOST_LOOKUPS,
    VERSION,
    BrokenSpf,
    Spf,
    Term,
    closed,
    legible,
    spf_texts,
)
from rotativa.lib.addresses import IPAddress, is_public, parse_address
from rotativa.lib.dns_records import NoDns, Records
from rotativa.lib.origins import is_address, registered

INCLUDES = {"brevo": "spf.brevo.com", "mailgun": "mailgun.org"}
"""What SPF of one's own domain names for a service; Postmark and Resend bring a domain of theirs."""


@dataclass(frozen=True, slots=True)
class Sender:
    """What mail is handed to."""

    host: str
    whose: Literal["near", "own", "others", "service"]
    """Beside the site, so that its address outside is not known; the paper's; of others, by SMTP or by an API."""

    @classmethod
    def of(cls, letters: Letters, records: Records | None = None) -> Self:
        mail = letters.config.mail
        if mail.how == "service":
            return cls(INCLUDES.get(mail.service, "…"), "service")
        host = mail.host.lower()
        if is_near(host):
            ours = urlsplit(letters.config.base_url).hostname or ""
            return cls(letters.sender if is_near(ours) else ours, "near")
        if is_address(host):
            return cls(host, "own")
        with suppress(NoDns):  # of the relay: of the paper others may answer
            host = records.alias(host) if records else host
        return cls(host, "own" if registered(host) in letters.registered else "others")

    @property
    def term(self) -> str:
        """What names it; of a relay of others only they know what sends on what it is handed."""
        if self.whose == "service":
            return f"include:{self.host}"
        if self.whose == "others":
            return "include:…"
        kind = f"ip{parse_address(self.host).version}" if is_address(self.host) else "a"
        return f"{kind}:{self.host}"

    def is_named_by(self, term: Term) -> bool:
        if self.whose == "others":
            return term.lets and registered(term.name) == registered(self.host)
        verbs = LEADS_ON if self.whose == "service" else {"a"}
        return term.lets and term.verb in verbs and term.name == self.host

    def addresses(self, records: Records) -> list[IPAddress]:
        """Those that others may see."""
        if is_address(self.host):
            return [parse_address(self.host)]
        with suppress(NoDns):  # as above
            return [each for each in records.addresses(self.host) if is_public(each)]
        return []


def is_near(host: str) -> bool:
    return not is_public(parse_address(host)) if is_address(host) else "." not in host


def spf_record(letters: Letters, sender: Sender, *, present: Iterable[str] = ("~all",)) -> str:
    """The line for the zone, which leaves the words of a present one."""
    words = [sender.term, *(word for word in present if word.lower() != sender.term)]
    line = record(letters.bounces, " ".join([VERSION, *words]))
    if sender.whose == "others":
        return f"{line} (for … what {sender.host} names to its customers)"
    return line


def spf(letters: Letters, records: Records) -> Finding:
    mail = letters.config.mail
    if mail.how == "service" and mail.service not in INCLUDES:
        what = f"letters by {mail.service} come back to a domain of its own, with its SPF."
        return Finding("mail", True, what)
    sender = Sender.of(letters, records)
    domain = letters.bounces
    found = spf_texts(domain, records)
    if len(found) == 1:
        return of_record(found[0], sender, letters, records)
    what = f"{len(found)} SPF records: none counts." if found else "no SPF record."
    return Finding("mail", False, f"{domain} has {what}", f"Publish: {spf_record(letters, sender)}")


def of_record(text: str, sender: Sender, letters: Letters, records: Records) -> Finding:
    told = f"SPF of {letters.bounces}"
    try:
        policy = Spf.read(text, domain=letters.bounces)
    except BrokenSpf as error:
        what = f"{told} counts for nothing because of {error}: {text}"
        kept = closed(legible(text, domain=letters.bounces), domain=letters.bounces)
        longer = spf_record(letters, sender, present=kept)
        return Finding("mail", False, what, f"Publish in its place: {longer}")
    try:
        return of_policy(policy, text, sender, letters, records)
    except BrokenSpf as error:
        whose = "for mail that no word before speaks of"
        what = f"{told} counts for nothing {whose}, because of {error}: {text}"
        return Finding("mail", False, what, "Set right what leads there, or leave it out.")
    except NoDns as error:  # for one of them: of the paper others may answer
        what = f"whether {told} is enough is not known, as DNS does not answer: {error} {text}"
        return Finding("mail", True, what, "Ask again later.")


def of_policy(
    policy: Spf, text: str, sender: Sender, letters: Letters, records: Records
) -> Finding:
    """Raises `BrokenSpf` and `NoDns` of what it leads on to."""
    told = f"SPF of {letters.bounces}"
    if any(term.lets_all for term in policy.terms):
        kept = closed(text.split()[1:], domain=letters.bounces)
        advice = f"Publish in its place: {spf_record(letters, sender, present=kept)}"
        return Finding("mail", False, f"{told} allows everybody to send: {text}", advice)
    asked = policy.asked(records)
    if len(asked) > MOST_LOOKUPS:
        what = f"asks for more than {MOST_LOOKUPS} look-ups, after which others stop reading"
        advice = "Leave out of it what sends no mail of the paper."
        return Finding("mail", False, f"{told} {what}: {text}", advice)
    if policy.lets_all(records):
        what = f"{told} allows everybody to send by what it leads on to: {text}"
        return Finding("mail", False, what, "Leave out of it what leads to a record that does.")
    lack = lack_of(policy, asked, sender, letters, records)
    if lack is None:
        host = letters.config.mail.host
        what = f"whether {told} lets {host} send cannot be seen from here: {text}"
        whom = f"the address that others see {host} send from"
        if sender.whose == "others":
            whom = f"what the pages of {host} tell its customers to name"
        return Finding("mail", True, what, f"Look whether it names {whom}.")
    if lack:
        longer = spf_record(letters, sender, present=text.split()[1:])
        return Finding("mail", False, f"{told} {lack}: {text}", f"Publish in its place: {longer}")
    return Finding("mail", True, f"{told}: {text}")


def lack_of(
    policy: Spf, asked: list[Term], sender: Sender, letters: Letters, records: Records
) -> str | None:
    """Empty where it lets send what mail is handed to; None where that cannot be seen."""
    if not any(term.lets for term in policy.terms):
        return "lets nobody send"
    if any(sender.is_named_by(term) for term in asked):
        return ""
    if sender.whose == "service":
        return f"does not name {letters.config.mail.service}"
    verdicts = {each: policy.lets(each, records) for each in sender.addresses(records)}
    if verdicts and all(verdicts.values()):
        return ""
    refused = [str(each) for each, verdict in verdicts.items() if verdict is False]
    if refused and sender.whose == "own" and not leads_elsewhere(asked, letters):
        return f"does not let {sender.host} send ({', '.join(refused)})"
    return None


def leads_elsewhere(asked: list[Term], letters: Letters) -> bool:
    """To those who may send on what a relay of the paper's is handed."""
    return any(
        term.verb in LEADS_ON and registered(term.name) not in letters.registered for term in asked
    )
