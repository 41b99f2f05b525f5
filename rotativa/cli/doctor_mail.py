"""What `rotativa doctor` says of mail: whether DNS tells others that it is from the paper (SPF, DKIM, DMARC)."""

import base64
from collections.abc import Iterator

from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from rotativa.cli.doctor_spf import Sender, spf, spf_record
from rotativa.cli.findings import Finding
from rotativa.cli.letters import Letters, record
from rotativa.lib.config import Config
from rotativa.lib.dns_records import NoDns, Records
from rotativa.lib.mail_keys import read_key
from rotativa.lib.origins import registered

GUIDE = "See docs/run/mail.md."
TRACKS = frozenset({"brevo", "resend"})
"""Services that cannot be asked by letter not to; Brevo does unless its account says otherwise."""


def mail(config: Config, *, records: Records | None = None) -> Iterator[Finding]:
    if config.mail.how == "file":
        return
    sender = domain_of(config.mail.sender)
    letters = Letters(sender, domain_of(config.newsletters.bounces) or sender, config)
    if config.mail.how == "service" and config.mail.service in TRACKS:
        what = f"whether {config.mail.service} counts who opens letters and clicks cannot be seen from here."
        yield Finding("mail", True, what, "Turn it off there: readers are promised no tracking.")
    if not letters.is_public:
        what = (
            f"{config.mail.sender} is no address on the Internet, so that mail from it is refused."
        )
        yield Finding("mail", not config.is_public, what, "Set mail.sender.")
        return
    try:
        yield from told(letters, records or Records())
    except NoDns as error:
        what = f"what DNS says of {sender} is not known, as it does not answer: {error}"
        advice = (
            f"Ask again where there is a network. To be published: {'   '.join(wanted(letters))}"
        )
        yield Finding("mail", True, what, advice)


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].lower()


def told(letters: Letters, records: Records) -> Iterator[Finding]:
    yield spf(letters, records)
    yield from dkim(letters, records)
    yield dmarc(letters, records)
    yield way_back(letters, records)


def wanted(letters: Letters) -> list[str]:
    return [
        spf_record(letters, Sender.of(letters)),
        *(record for _name, record in keys(letters)),
        dmarc_record(letters),
    ]


# Whose signature it is.


def keys(letters: Letters) -> Iterator[tuple[str, str]]:
    """Each name in DNS, and the record to be published there."""
    chosen = letters.config.newsletters
    if letters.config.mail.how == "service":
        return
    for selector, pem in (
        (chosen.dkim_selector, chosen.dkim_key),
        (chosen.dkim_second_selector, chosen.dkim_second_key),
    ):
        if selector:
            name = f"{selector}._domainkey.{letters.sender}"
            yield name, record(name, public_half(pem.get_secret_value()))


def public_half(pem: str) -> str:
    key = read_key(pem).public_key()
    if isinstance(key, ed25519.Ed25519PublicKey):
        raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
        return f"v=DKIM1; k=ed25519; p={base64.b64encode(raw).decode()}"
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return f"v=DKIM1; k=rsa; p={base64.b64encode(der).decode()}"


def dkim(letters: Letters, records: Records) -> Iterator[Finding]:
    is_any = False
    for name, wanted_record in keys(letters):
        is_any = True
        right = tags_of(wanted_record.replace('" "', "").partition('"')[2].rstrip('"'))
        found = [tags_of(each) for each in records.texts(name)]
        if any(each.get("p") == right["p"] for each in found):
            yield Finding("mail", True, f"DKIM: {name} is the key that letters are signed with.")
        else:
            fault = "is another key than letters are signed with" if found else "is not there"
            yield Finding("mail", False, f"DKIM: {name} {fault}.", f"Publish: {wanted_record}")
    if not is_any:
        who = letters.config.mail.service or letters.config.mail.host
        what = f"DKIM: letters are signed by {who}, if they are; that cannot be seen from here."
        yield Finding("mail", True, what)


def tags_of(text: str) -> dict[str, str]:
    pairs = (each.partition("=") for each in text.split(";"))
    return {
        name.strip().lower(): "".join(value.split()) for name, _, value in pairs if name.strip()
    }


# What others do with what is not ours.


def dmarc(letters: Letters, records: Records) -> Finding:
    for domain in dict.fromkeys([letters.sender, registered(letters.sender)]):
        texts = records.texts(f"_dmarc.{domain}")
        found = [each for each in texts if each.lower().replace(" ", "").startswith("v=dmarc1")]
        if not found:
            continue
        if len(found) > 1 or not tags_of(found[0]).get("p"):
            what = f"DMARC of {domain} counts for nothing: {'   '.join(found)}"
            return Finding("mail", False, what, f"Publish one: {dmarc_record(letters)}")
        return Finding("mail", True, f"DMARC of {domain}: {found[0]}")
    what = f"{letters.sender} has no DMARC record, which Gmail, Yahoo and Microsoft ask for."
    return Finding("mail", False, what, f"Publish: {dmarc_record(letters)}")


def dmarc_record(letters: Letters) -> str:
    value = f"v=DMARC1; p=none; rua=mailto:{letters.config.mail.sender}"
    return record(f"_dmarc.{letters.sender}", value)


def way_back(letters: Letters, records: Records) -> Finding:
    if not letters.config.newsletters.reads_returns and letters.config.mail.how == "smtp":
        what = "nobody reads what comes back of newsletters."
        return Finding("mail", False, what, f"Set newsletters.bounces. {GUIDE}")
    domain = letters.bounces
    if not records.has_mail_server(domain):
        what = f"no server takes mail for {domain}, so that nothing comes back."
        return Finding("mail", False, what, f"Publish an MX record. {GUIDE}")
    if registered(domain) != registered(letters.sender) and not any(keys(letters)):
        what = f"letters come back to {domain}, which DMARC does not take for {letters.sender}."
        return Finding("mail", False, what, "Set newsletters.dkim_selector, or take a box there.")
    return Finding("mail", True, f"what comes back goes to {domain}.")
