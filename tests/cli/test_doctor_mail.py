"""What the doctor says of mail, from what a DNS server on the loopback says of the paper."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import dns.message
import dns.rcode
import dns.rdatatype
import dns.resolver
import dns.rrset
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pydantic import SecretStr
from pytest_django import Settings

from rotativa.cli.doctor_mail import mail
from rotativa.cli.findings import Finding
from rotativa.lib.config import Config
from rotativa.lib.dns_records import Records

TOO_MANY = "asks for more than 10 look-ups, after which others stop reading"
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
        yield Records(resolver)
        server.shutdown()
        if asked is not None:
            asked += server.asked


def text(*parts: str) -> list[str]:
    return [" ".join(f'"{part}"' for part in parts)]


def pem(key: Any) -> SecretStr:
    return SecretStr(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())


@pytest.fixture
def config(settings: Settings) -> Config:
    given: Config = settings.CONFIG
    sends = {"how": "smtp", "host": "relay.paper.press", "sender": "post@paper.press"}
    bounces = {"bounces": "bounces@paper.press", "returns_port": 2424}
    return given.model_copy(
        update={
            "mail": given.mail.model_copy(update=sends),
            "newsletters": given.newsletters.model_copy(update=bounces),
        }
    )


def signed(config: Config) -> Config:
    keys = {
        "dkim_selector": "letters",
        "dkim_key": pem(rsa.generate_private_key(65537, 2048)),
        "dkim_second_selector": "ed",
        "dkim_second_key": pem(ed25519.Ed25519PrivateKey.generate()),
    }
    newsletters = config.newsletters.model_copy(update=keys)
    return config.model_copy(update={"newsletters": newsletters})


def faults(found: list[Finding]) -> list[str]:
    return [each.what for each in found if not each.is_fine]


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


def test_of_a_relay_of_others_only_they_know_who_sends(config):
    foreign = config.mail.model_copy(update={"host": "smtp.relay.press"})
    with dns_of({}) as records:
        first, *_ = mail(config.model_copy(update={"mail": foreign}), records=records)

    assert first.advice == (
        'Publish: paper.press. TXT "v=spf1 include:… ~all" (for … what smtp.relay.press names to its customers)'
    )


@pytest.mark.parametrize(
    ("spf", "fault"),
    [
        (["v=spf1 ip4:192.0.2.1 -all"], None),
        (["v=spf1 +all"], "SPF of paper.press allows everybody to send: v=spf1 +all"),
        (["v=spf1 -all", "v=spf1 mx ~all"], "paper.press has 2 SPF records: none counts."),
        (["google-site=1"], "paper.press has no SPF record."),
        (
            ["v=spf1 include:round.press ~all"],
            f"SPF of paper.press {TOO_MANY}: v=spf1 include:round.press ~all",
        ),
    ],
)
def test_who_may_send(config, spf, fault):
    zone: Zone = {
        ("paper.press", "TXT"): [f'"{each}"' for each in spf],
        ("round.press", "TXT"): text("v=spf1 include:round.press a mx include:round.press"),
    }
    with dns_of(zone) as records:
        first, *_ = mail(config, records=records)

    assert faults([first]) == ([fault] if fault else [])


RELAY, SIXTH, OTHER = "93.184.216.34", "2606:4700::1111", "8.8.4.4"
ADDRESSES: Zone = {
    ("relay.paper.press", "A"): [RELAY],
    ("relay.paper.press", "AAAA"): [SIXTH],
    ("smtp.relay.press", "A"): [OTHER],
    ("mx.paper.press", "A"): [RELAY],
    ("inside.paper.press", "A"): ["10.0.0.5"],
    ("paper.press", "MX"): ["10 mx.paper.press."],
    ("broken.paper.press", "A"): FAILS,
    ("lost.paper.press", "CNAME"): FAILS,
    ("hidden.paper.press", "CNAME"): ["smtp.relay.press."],
    ("hidden.paper.press", "A"): [OTHER],
    ("spf.relay.press", "TXT"): text("v=spf1 ip4:8.8.8.0/24 -all"),
    ("spf.brevo.com", "TXT"): text("v=spf1 ip4:8.8.8.0/24 -all"),
    ("spf.many.press", "TXT"): text("v=spf1 ip4:93.184.0.0/16 ip6:2606:4700::/32 -all"),
    ("spf.ours.paper.press", "TXT"): text("v=spf1 include:spf.brevo.com ip4:9.9.9.9 ~all"),
}


def of_spf(config: Config, spf: str, zone: Zone | None = None, **changed: str) -> Finding:
    mails = config.mail.model_copy(update=changed)
    with dns_of(ADDRESSES | {("paper.press", "TXT"): text(spf)} | (zone or {})) as records:
        found = mail(config.model_copy(update={"mail": mails}), records=records)
        return next(each for each in found if "SPF" in each.what)


@pytest.mark.parametrize(
    ("spf", "refused"),
    [
        (f"v=spf1 ip4:{RELAY} ip6:2606:4700::/32 -all", ""),
        ("v=spf1 A:Relay.Paper.Press -all", ""),
        ("v=spf1 a:relay.paper.press//64 -all", ""),
        ("v=spf1 include:spf.many.press -all", ""),
        ("v=spf1 redirect=spf.many.press", ""),
        ("v=spf1 ip4:9.9.9.9 exp=why.paper.press ~all", f"{RELAY}, {SIXTH}"),
        (f"v=spf1 -ip4:{RELAY} ip4:93.0.0.0/8 ip6:::/0 -all", RELAY),
        (f"v=spf1 ?ip4:{RELAY} ip6:{SIXTH} -all", RELAY),
        ("v=spf1 mx -all", SIXTH),
        ("v=spf1 ip4:9.9.9.9 -all redirect=spf.many.press", f"{RELAY}, {SIXTH}"),
        (f"v=spf1 ip4:{RELAY} mx/16", SIXTH),
    ],
)
def test_whether_it_lets_send_a_relay_of_the_papers(config, spf, refused):
    found = of_spf(config, spf)

    lack = f" does not let relay.paper.press send ({refused})" if refused else ""
    longer = spf.replace("v=spf1", "v=spf1 a:relay.paper.press")
    advice = f'Publish in its place: paper.press. TXT "{longer}"' if refused else ""
    assert found == Finding("mail", not refused, f"SPF of paper.press{lack}: {spf}", advice)


@pytest.mark.parametrize(
    ("spf", "host"),
    [
        ("v=spf1 ip4:9.9.9.9 -all", "inside.paper.press"),
        ("v=spf1 ip4:9.9.9.9 -all", "nowhere.paper.press"),
        ("v=spf1 ip4:9.9.9.9 -all", "10.0.0.5"),
        ("v=spf1 ip4:9.9.9.9 -all", "postfix"),
        ("v=spf1 ip4:9.9.9.9 include:spf.relay.press -all", "relay.paper.press"),
        ("v=spf1 exists:%{i}.allowed.paper.press -all", "relay.paper.press"),
        ("v=spf1 a:broken.paper.press -all", "relay.paper.press"),
        ("v=spf1 ip4:9.9.9.9 -all", "broken.paper.press"),
        ("v=spf1 ip4:9.9.9.9 -all", "lost.paper.press"),
        ("v=spf1 -ptr ip4:93.0.0.0/8 ip6:::/0 -all", "relay.paper.press"),
    ],
)
def test_where_nobody_here_can_see_it_nothing_is_wrong(config, spf, host):
    assert of_spf(config, spf, host=host) == Finding(
        "mail",
        True,
        f"whether SPF of paper.press lets {host} send cannot be seen from here: {spf}",
        f"Look whether it names the address that others see {host} send from.",
    )


@pytest.mark.parametrize("host", ["smtp.relay.press", "hidden.paper.press"])
def test_of_a_relay_of_others_it_is_seen_whether_the_record_names_them(config, host):
    named, covered, neither = (
        of_spf(config, f"v=spf1 {term} -all", host=host)
        for term in ("include:spf.relay.press", "ip4:8.8.4.4", "include:spf.many.press")
    )

    assert (named.is_fine, named.advice) == (True, "")
    assert (covered.is_fine, covered.advice) == (True, "")
    advice = f"Look whether it names what the pages of {host} tell its customers to name."
    assert (neither.is_fine, neither.advice) == (True, advice)


def test_whoever_mail_is_handed_to_a_record_that_lets_nobody_send_is_wrong(config):
    for host in ("smtp.relay.press", "postfix", "relay.paper.press"):
        found = of_spf(config, "v=spf1 -all", host=host)

        assert found.what == "SPF of paper.press lets nobody send: v=spf1 -all"
        assert found.advice.startswith("Publish in its place: paper.press. TXT ")


def test_a_service_is_named_by_what_the_record_leads_on_to_as_well(config):
    uses: dict[str, Any] = {"how": "service", "service": "brevo"}
    named = of_spf(config, "v=spf1 include:spf.ours.paper.press -all", **uses)
    with_dot = of_spf(config, "v=spf1 redirect=spf.brevo.com.", **uses)
    not_named = of_spf(config, "v=spf1 include:spf.many.press -all", **uses)

    assert named.is_fine
    assert with_dot.is_fine
    assert not_named.what.startswith("SPF of paper.press does not name brevo: ")
    assert not_named.advice == (
        'Publish in its place: paper.press. TXT "v=spf1 include:spf.brevo.com include:spf.many.press -all"'
    )


@pytest.mark.parametrize(
    ("term", "word"),
    [
        ("ip4:93.184.216", "ip4:93.184.216"),
        ("ip4:2606:4700::1", "ip4:2606:4700::1"),
        ("ip:93.184.216.34", "ip:93.184.216.34"),
        ("a/99", "a/99"),
        ("include", "include"),
        ("include:spf.many.press/24", "include:spf.many.press/24"),
        ("exists:%y.press", "exists:%y.press"),
        ("exists:%{q}.press", "exists:%{q}.press"),
        ("exists:paper.press/3", "exists:paper.press/3"),
        ("-all:relay", "-all:relay"),
        ("all/24", "all/24"),
        ("redirect=", "redirect="),
    ],
)
def test_for_one_wrong_word_nobody_heeds_the_rest(config, term, word):
    found = of_spf(config, f"v=spf1 a:relay.paper.press {term} -all")

    assert faults([found]) == [
        f"SPF of paper.press counts for nothing because of {word}: v=spf1 a:relay.paper.press {term} -all"
    ]
    assert found.advice == (
        'Publish in its place: paper.press. TXT "v=spf1 a:relay.paper.press -all"'
    )


def test_the_line_to_publish_leaves_out_what_is_wrong_and_nothing_else(config):
    office = "include:spf.many.press"
    wrong = of_spf(config, f"v=spf1 {office} ip:9.9.9.9 a/99 ~all")
    open_to_all = of_spf(config, f"v=spf1 {office} +all")

    assert [wrong.advice, open_to_all.advice] == [
        f'Publish in its place: paper.press. TXT "v=spf1 a:relay.paper.press {office} ~all"'
    ] * 2


@pytest.mark.parametrize("word", ["redirect=spf.many.press", "exp=why.press"])
def test_what_stands_twice_but_may_stand_once_is_left_out_once(config, word):
    found = of_spf(config, f"v=spf1 a {word} {word}")

    told = f"SPF of paper.press counts for nothing because of {word}: v=spf1 a {word} {word}"
    advice = f'Publish in its place: paper.press. TXT "v=spf1 a:relay.paper.press a {word}"'
    assert found == Finding("mail", False, told, advice)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("ip4:0.0.0.0/0 ip6:::/0 mx -all", "ip6:::/0 mx -all"),
        ("mx/0 exp=why.press ?all", "exp=why.press ?all"),
    ],
)
def test_a_network_of_all_addresses_lets_everybody_send(config, words, kept):
    assert of_spf(config, f"v=spf1 {words}") == Finding(
        "mail",
        False,
        f"SPF of paper.press allows everybody to send: v=spf1 {words}",
        f'Publish in its place: paper.press. TXT "v=spf1 a:relay.paper.press {kept}"',
    )


def test_a_record_that_lets_everybody_send_does_so_for_whoever_includes_it(config):
    zone: Zone = {
        ("open.press", "TXT"): text("v=spf1 mx +all"),
        ("leads.press", "TXT"): text("v=spf1 redirect=open.press"),
    }
    included, neutral = (
        of_spf(config, f"v=spf1 a:relay.paper.press {term} -all", zone=zone)
        for term in ("include:leads.press", "?include:leads.press")
    )

    whose = "allows everybody to send by what it leads on to"
    assert included.what.startswith(f"SPF of paper.press {whose}: ")
    assert included.advice == "Leave out of it what leads to a record that does."
    assert neutral.is_fine


def test_of_more_mail_servers_than_ten_others_look_at_none(config):
    zone: Zone = {("many.press", "MX"): [f"10 mx{at}.many.press." for at in range(11)]}
    seen, reached = (
        of_spf(config, f"v=spf1 {words} -all", zone=zone)
        for words in (f"ip4:{RELAY} ip6:{SIXTH} mx:many.press", "mx:many.press")
    )

    assert seen.is_fine
    assert " because of mx of many.press, which has 11 servers: " in reached.what


def test_what_leads_nowhere_is_wrong_only_for_what_gets_there(config):
    spf = "v=spf1 a:relay.paper.press include:spf.many.press include:gone.press -all"

    assert of_spf(config, spf) == Finding(
        "mail",
        False,
        "SPF of paper.press counts for nothing for mail that no word before speaks of, "
        f"because of gone.press, which has 0 SPF records: {spf}",
        "Set right what leads there, or leave it out.",
    )


def test_where_an_include_is_not_answered_for_the_rest_of_mail_is_told(config):
    spf = "v=spf1 a:relay.paper.press include:slow.press -all"
    zone = ADDRESSES | {("paper.press", "TXT"): text(spf), ("slow.press", "TXT"): FAILS}
    with dns_of(zone) as records:
        first, *others = mail(config, records=records)

    told = "whether SPF of paper.press is enough is not known, as DNS does not answer: "
    assert (first.is_fine, first.advice) == (True, "Ask again later.")
    assert first.what.startswith(told)
    assert "slow.press" in first.what.removesuffix(spf)
    assert [each.what for each in others] == [
        "DKIM: letters are signed by relay.paper.press, if they are; that cannot be seen from here.",
        "paper.press has no DMARC record, which Gmail, Yahoo and Microsoft ask for.",
        "what comes back goes to paper.press.",
    ]


@pytest.mark.parametrize("name", ["spf..brevo.com", f"{'a' * 64}.press"])
def test_what_cannot_be_a_name_has_no_record(config, name):
    found = of_spf(config, f"v=spf1 include:{name} -all")

    assert not found.is_fine
    assert f" because of {name}, which has 0 SPF records: " in found.what


def test_each_question_is_asked_once(config):
    asked: Questions = []
    spf = "v=spf1 mx a:broken.paper.press include:spf.many.press -all"
    with dns_of(ADDRESSES | {("paper.press", "TXT"): text(spf)}, asked) as records:
        list(mail(config, records=records))

    assert {("spf.many.press", "TXT"), ("broken.paper.press", "A")} < set(asked)
    assert sorted(set(asked)) == sorted(asked)


def test_of_too_many_look_ups_no_line_says_which_to_do_without(config):
    found = of_spf(config, "v=spf1" + " a" * 11 + " -all")

    assert found.what.startswith(f"SPF of paper.press {TOO_MANY}: ")
    assert found.advice == "Leave out of it what sends no mail of the paper."


@pytest.mark.parametrize(
    ("host", "term"),
    [
        ("postfix", "a:testserver.press"),
        ("10.0.0.5", "a:testserver.press"),
        ("localhost", "a:testserver.press"),
        (RELAY, f"ip4:{RELAY}"),
        (SIXTH, f"ip6:{SIXTH}"),
    ],
)
def test_what_is_beside_the_site_or_has_no_name_is_no_relay_of_others(config, host, term):
    config = config.model_copy(update={"base_url": "https://testserver.press"})
    mails = config.mail.model_copy(update={"host": host})
    with dns_of({}) as records:
        first, *_ = mail(config.model_copy(update={"mail": mails}), records=records)

    assert first.advice == f'Publish: paper.press. TXT "v=spf1 {term} ~all"'


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
