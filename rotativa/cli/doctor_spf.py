"""What `rotativa doctor` says of who may send mail of the paper (SPF)."""

import re
from urllib.parse import urlsplit

from rotativa.cli.findings import Finding
from rotativa.cli.letters import Letters, record
from rotativa.lib.config import LOOPBACK
from rotativa.lib.dns_records import Records
from rotativa.lib.origins import registered

INCLUDES = {"brevo": "spf.brevo.com", "mailgun": "mailgun.org"}
"""What SPF of one's own domain names for a service; Postmark and Resend bring a domain of theirs."""
LOOKS_UP = re.compile(r"[+?~-]?(include|a|mx|ptr|exists)(?![a-z0-9])|redirect=", re.IGNORECASE)
MOST_LOOKUPS = 10


def spf(letters: Letters, records: Records) -> Finding:
    if letters.config.mail.how == "service" and letters.config.mail.service not in INCLUDES:
        what = f"letters by {letters.config.mail.service} come back to a domain of its own, with its SPF."
        return Finding("mail", True, what)
    domain = letters.bounces
    found = [each for each in records.texts(domain) if each.lower().split(" ")[0] == "v=spf1"]
    advice = f"Publish: {spf_record(letters)}"
    if not found:
        return Finding("mail", False, f"{domain} has no SPF record.", advice)
    if len(found) > 1:
        return Finding(
            "mail", False, f"{domain} has {len(found)} SPF records: none counts.", advice
        )
    [text] = found
    if fault := fault_of_spf(text, letters, records):
        return Finding("mail", False, f"SPF of {domain} {fault}: {text}", advice)
    return Finding("mail", True, f"SPF of {domain}: {text}")


def fault_of_spf(text: str, letters: Letters, records: Records) -> str:
    terms = text.lower().split()
    if {"+all", "all"} & set(terms):
        return "allows everybody to send"
    if lookups(text, records, left=MOST_LOOKUPS + 1) > MOST_LOOKUPS:
        return f"asks for more than {MOST_LOOKUPS} look-ups, after which others stop reading"
    mail = letters.config.mail
    if mail.how == "service" and f"include:{INCLUDES[mail.service]}" not in terms:
        return f"does not name {mail.service}"
    return ""


def lookups(text: str, records: Records, *, left: int) -> int:
    """So many questions it makes others ask; counted until there are too many."""
    count = 0
    for term in text.split()[1:]:
        if not LOOKS_UP.match(term) or count >= left:
            continue
        count += 1
        verb, _, name = term.lstrip("+?~-").replace("=", ":", 1).partition(":")
        if verb.lower() in {"include", "redirect"} and "%" not in name:
            within = [each for each in records.texts(name) if each.lower().startswith("v=spf1")]
            count += sum(lookups(each, records, left=left - count) for each in within[:1])
    return count


def spf_record(letters: Letters) -> str:
    mail = letters.config.mail
    if mail.how == "service":
        return record(letters.bounces, f"v=spf1 include:{INCLUDES.get(mail.service, '…')} ~all")
    host = mail.host
    if host in LOOPBACK:
        host = urlsplit(letters.config.base_url).hostname or letters.sender
    elif registered(host) not in {registered(letters.sender), registered(letters.bounces)}:
        # What one hands mail to is seldom what sends it on, and only they know what does.
        return f"{record(letters.bounces, 'v=spf1 include:… ~all')} (for … what {host} names to its customers)"
    return record(letters.bounces, f"v=spf1 a:{host} ~all")
