"""What `rotativa doctor` says of who may send mail of the paper, from a DNS server of the test's own."""

from typing import Any

import pytest

from rotativa.cli.doctor_mail import mail
from rotativa.cli.findings import Finding
from rotativa.lib.config import Config
from tests.cli.dns_server import FAILS, Questions, Zone, dns_of, faults, text

TOO_MANY = "asks for more than 10 look-ups, after which others stop reading"


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
        (f"v=spf1 -ip4:{RELAY} ip4:93.0.0.0/8 ip6:2000::/3 -all", RELAY),
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
        ("v=spf1 -ptr ip4:93.0.0.0/8 ip6:2000::/3 -all", "relay.paper.press"),
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


@pytest.mark.parametrize(
    "end",
    [
        "—all",
        "-all:paper.press",
        "~ALL/24",
        "-al",
        "redirect=spf.many.press/24",
        "redirect:a.press",
    ],
)
def test_the_line_to_publish_has_an_end_where_that_was_wrong(config, end):
    found = of_spf(config, f"v=spf1 a:relay.paper.press include:spf.many.press {end}")

    assert found.advice == (
        'Publish in its place: paper.press. TXT "v=spf1 a:relay.paper.press include:spf.many.press ~all"'
    )


@pytest.mark.parametrize(
    "word", ["ip4:mail.smallpress.example", "include:spf.mallorca.press/24", "exp=%{q}all.press"]
)
def test_the_line_to_publish_has_no_end_where_there_was_none(config, word):
    found = of_spf(config, f"v=spf1 include:spf.many.press {word}")

    assert found.advice == (
        'Publish in its place: paper.press. TXT "v=spf1 a:relay.paper.press include:spf.many.press"'
    )


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("mx - all", "mx ~all"),
        ("ip:9.9.9.9 +all", "~all"),
        ("a/99 ip4:0.0.0.0/0 ip6:::/0 -all", "-all"),
        ("mx/0 exp=why.press a/99 ?all", "exp=why.press ?all"),
    ],
)
def test_the_line_to_publish_lets_not_everybody_send_beside_a_wrong_word(config, words, kept):
    line = f"v=spf1 a:relay.paper.press {kept}"

    assert of_spf(config, f"v=spf1 {words}").advice == (
        f'Publish in its place: paper.press. TXT "{line}"'
    )
    assert of_spf(config, line) == Finding("mail", True, f"SPF of paper.press: {line}")


@pytest.mark.parametrize("word", ["redirect=spf.many.press", "exp=why.press"])
def test_what_stands_twice_but_may_stand_once_is_left_out_once(config, word):
    found = of_spf(config, f"v=spf1 a {word} {word}")

    told = f"SPF of paper.press counts for nothing because of {word}: v=spf1 a {word} {word}"
    advice = f'Publish in its place: paper.press. TXT "v=spf1 a:relay.paper.press a {word}"'
    assert found == Finding("mail", False, told, advice)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("ip4:0.0.0.0/0 ip6:::/0 mx -all", "mx -all"),
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
