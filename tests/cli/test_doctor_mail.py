"""What the doctor says of mail, from what a DNS server on the loopback says of the paper."""

from typing import Any

import dns.resolver
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pydantic import SecretStr

from rotativa.cli.doctor_mail import mail
from rotativa.lib.config import Config
from rotativa.lib.dns_records import Records
from tests.cli.dns_server import Zone, dns_of, faults, text


def pem(key: Any) -> SecretStr:
    return SecretStr(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())


def signed(config: Config) -> Config:
    keys = {
        "dkim_selector": "letters",
        "dkim_key": pem(rsa.generate_private_key(65537, 2048)),
        "dkim_second_selector": "ed",
        "dkim_second_key": pem(ed25519.Ed25519PrivateKey.generate()),
    }
    newsletters = config.newsletters.model_copy(update=keys)
    return config.model_copy(update={"newsletters": newsletters})


def test_the_records_that_it_asks_for_are_the_ones_it_wants(config):
    config = signed(config)
    with dns_of({}) as records:
        missing = list(mail(config, records=records))

    assert faults(missing) == [
        "paper.press has no SPF record.",
        "DKIM: letters._domainkey.paper.press is not there.",
        "DKIM: ed._domainkey.paper.press is not there.",
        "paper.press has no DMARC record, which Gmail, Yahoo and Microsoft ask for.",
        "no server takes mail for paper.press, so that nothing comes back.",
    ]
    told = [each.advice.removeprefix("Publish: ") for each in missing[:4]]
    assert told[0] == 'paper.press. TXT "v=spf1 a:relay.paper.press ~all"'
    assert told[3] == '_dmarc.paper.press. TXT "v=DMARC1; p=none; rua=mailto:post@paper.press"'
    zone: Zone = {("paper.press", "MX"): ["10 mx.paper.press."]}
    for line in told:
        name, _, value = line.partition(". TXT ")
        zone[name, "TXT"] = [value]
    with dns_of(zone) as records:
        found = list(mail(config, records=records))

    assert [(each.is_fine, each.advice) for each in found] == [(True, "")] * 5


def test_another_key_another_policy_and_a_box_of_strangers(config):
    newsletters = {"bounces": "paper@boxes.press"}
    config = config.model_copy(
        update={"newsletters": config.newsletters.model_copy(update=newsletters)}
    )
    zone: Zone = {
        ("boxes.press", "TXT"): text("v=spf1 mx ~all"),
        ("boxes.press", "MX"): ["10 mx.boxes.press."],
        ("letters._domainkey.paper.press", "TXT"): text("v=DKIM1; p=", "AAAA"),
        ("_dmarc.paper.press", "TXT"): text("v=DMARC1; rua=mailto:x@paper.press"),
    }
    with dns_of(zone) as records:
        unsigned = faults(list(mail(config, records=records)))
        with_keys = faults(list(mail(signed(config), records=records)))

    assert unsigned == [
        "DMARC of paper.press counts for nothing: v=DMARC1; rua=mailto:x@paper.press",
        "letters come back to boxes.press, which DMARC does not take for paper.press.",
    ]
    assert with_keys == [
        "DKIM: letters._domainkey.paper.press is another key than letters are signed with.",
        "DKIM: ed._domainkey.paper.press is not there.",
        unsigned[0],
    ]


def test_a_service_that_counts_who_reads_is_to_be_told_not_to(config):
    uses = {"how": "service", "service": "brevo"}
    config = config.model_copy(update={"mail": config.mail.model_copy(update=uses)})
    with dns_of({}) as records:
        told = [each for each in mail(config, records=records) if "who opens letters" in each.what]

    assert [(each.is_fine, each.advice.partition(":")[0]) for each in told] == [
        (True, "Turn it off there")
    ]


def test_where_nobody_answers_nothing_is_known(config):
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers = []

    [found] = mail(config, records=Records(resolver))

    assert found.is_fine
    assert found.what.startswith("what DNS says of paper.press is not known, as it does not answer")
    assert '_dmarc.paper.press. TXT "v=DMARC1; p=none' in found.advice


def test_what_is_no_address_of_the_internet_is_said_before_anybody_is_asked(config):
    local = config.mail.model_copy(update={"sender": "paper@localhost"})
    [found] = mail(config.model_copy(update={"mail": local}))
    nothing = config.mail.model_copy(update={"how": "file"})

    assert (
        found.what
        == "paper@localhost is no address on the Internet, so that mail from it is refused."
    )
    assert found.is_fine is not config.is_public
    assert list(mail(config.model_copy(update={"mail": nothing}))) == []
