"""Subscribers out of files of other systems, and into ours: by the command, as an operator does."""

import csv
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from rotativa.cli.main import main
from rotativa.newsletters.actions import lift_suppressions, suppress_address
from rotativa.newsletters.models import Newsletter, Step, Subscriber, Suppression
from rotativa.newsletters.models.subscriber import Standing
from tests.newsletters.conftest import Subscribes

MAILCHIMP = "Email Address,First Name,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP"
FILES = {
    "subscribed.csv": f"{MAILCHIMP},LEID\n"
    "s1@example.com,Ada,2018-02-12 10:54:27,203.0.113.7,2018-02-12 10:55:00,203.0.113.8,1\n"
    "S1@example.com,Ada,,,,,\nknown@example.com,,,,,,\ngone@example.com,,,,,,\nada at home,,,,,,\n",
    "unsubscribed.csv": f"{MAILCHIMP},UNSUB_TIME,UNSUB_REASON\n"
    "u1@example.com,,2018-02-12 10:54:27,,,,2020-05-13 10:18:25,NORMAL\n"
    "u2@example.com,,,,,,2020-05-13 10:18:25,ABUSE\n",
    "cleaned.csv": f"{MAILCHIMP},CLEAN_TIME\nc1@example.com,,,,,,2020-03-23 17:30:05\n",
    "members.csv": "\ufeffid,email,name,note,subscribed_to_emails,complimentary_plan,created_at\n"
    "1,g1@example.com,Ada,,true,,2024-01-05T19:58:30.926Z\n2,g2@example.com,,,false,,2024-01-05\n",
    "any.csv": "E-Mail;Email;Language\nx;=a1@example.com;es\n",
}
NO_DATES = (
    "0000-00-00", "0000-00-00 00:00:00", "0000-00-00T00:00:00Z", "0000-00-00 00:00:00 UTC", "-0001-11-30 00:00:00",
    "-0001-11-30T00:00:00.000Z", "0001-01-01T00:00:00Z", "0001-01-01 00:00:00 +0000 UTC", "1/1/0001 12:00:00 AM",
    "1900-01-01", "1753-01-01 00:00:00.000", "1970-01-01 00:00:00", "1970-01-01T01:00:00+01:00", "1969-12-31 16:00:00-08",
    "01/01/1970 00:00",
)  # fmt: skip

QUERIES = 10
"""Of an import of whom all are known."""


def run(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["newsletter", *words])
    assert result.exit_code == code, result.output
    assert isinstance(result.exception, SystemExit | None), result.exc_info
    return result.output


def stored() -> dict[str, tuple[str, str, list[str]]]:
    return {
        row.address: (row.state, row.language, [each.slug for each in row.newsletters.all()])
        for row in Subscriber.objects.prefetch_related("newsletters")
    }


def history_of(subscriber: Subscriber) -> list[tuple[str, str, str]]:
    return [
        (f"{step.at:%Y-%m-%d %H:%M:%S}", step.deed, step.words)
        for step in subscriber.steps.in_order()
    ]


@pytest.fixture
def files(tmp_path: Path, daily: Newsletter) -> list[str]:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return [str(tmp_path / name) for name in FILES]


def test_import_keeps_what_files_prove_and_revives_nobody(
    files: list[str], subscribes: Subscribes
) -> None:
    subscribes("known@example.com", state=Standing.LEFT)
    suppress_address("gone@example.com", why=Suppression.Reason.COMPLAINED, at=timezone.now())
    before = stored()

    told = run("import", *files, "--dry-run", code=1)
    assert (stored(), "this was a dry run" in told) == (before, True)
    told = run("import", *files, "--language", "es", "--sure", "--json", code=1)
    again = run("import", *files, "--sure", code=1)

    report: dict[str, Any] = {Path(name).name: each for name, each in json.loads(told).items()}
    assert {name: (each["system"], each["counts"]) for name, each in report.items()} == {
        "subscribed.csv": (
            "Mailchimp",
            {"added": 1, "twice": 1, "known": 1, "suppressed before": 1, "refused": 1},
        ),
        "unsubscribed.csv": ("Mailchimp", {"left": 1, "suppressed": 1}),
        "cleaned.csv": ("Mailchimp", {"suppressed": 1}),
        "members.csv": ("Ghost", {"added": 1, "left": 1}),
        "any.csv": ("CSV", {"added": 1}),
    }
    assert [fault["line"] for fault in report["subscribed.csv"]["faults"]] == [6]
    assert " added" not in again
    assert stored() == before | {
        "s1@example.com": ("active", "es", ["daily"]),
        "u1@example.com": ("left", "es", []),
        "g1@example.com": ("active", "es", ["daily"]),
        "g2@example.com": ("left", "es", []),
        "=a1@example.com": ("active", "es", ["daily"]),
    }
    proven = Subscriber.objects.get(address="s1@example.com")
    assert (proven.asked_from, proven.confirmed_from) == ("203.0.113.7", "203.0.113.8")
    assert f"{proven.confirmed_at:%Y-%m-%d %H:%M}" == "2018-02-12 10:55"
    assert [step.words for step in proven.steps.all()] == ["subscribed.csv (Mailchimp)"]
    assert {row.reason for row in Suppression.objects.all()} == {"complained", "bounced"}
    assert Suppression.objects.hold("u2@example.com")


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (  # listmonk
            "uuid,email,name,attributes,status",
            {"u,{},Ada,{{}},enabled": "active", "u,{},,,disabled": "left", "u,{},,,blocklisted": "paper"},
        ),
        (  # Sendy
            "Name,Email,Status",
            {"A,{},Subscribed": "active", "A,{},Unsubscribed": "left", "A,{},Bounced": "bounced",
             "A,{},Complained": "complained", "A,{},Unconfirmed": None, "A,{},Soft bounced": None},
        ),
        ("email,unsubscribed_at", {"{},": "active", "{},2024-01-05 10:00": "left"}),
        ("email,subscribed", {"{},TRUE": "active", "{},false": "left", "{},": "left"}),
        ("email,confirmed", {"{},yes": "active", "{},no": None}),
        (  # Buttondown; the gravest is what counts
            "email_address,subscriber_type,bounced",
            {"{},regular,": "active", "{},unactivated,": None, "{},regular,yes": "bounced"},
        ),
        ("email,state", {"{},Opted-in": "active", "{},Texas": None, "{},": None}),
        ("email,Opt-Out,Opted-out", {"{},,no": "active", "{},yes,": "left", "{},,2024-01-05": "left"}),
        ("email,Opt-in", {"{},Y": "active", "{},01/05/2024 10:00 AM": "active", "{},no": "left"}),
        (
            "email,subscribed",
            {"{},1": "active", "{},unsubscribed": "left", "{},Not subscribed": None, "{},N/A": None},
        ),
        ("email,subscribed", {f"{{}},{'1' * 100_000}!x": None}),  # read in no time
        ("email,active", {"{},inactive": "left", "{},on": "active"}),
        ("email,opt_in", {"{},opted out": "left", "{},pending": None, "{},declined": None}),
        ("email,accepts_marketing", {"{},not_subscribed": None, "{},yes": "active"}),
        ("email,confirmed", {"{},unconfirmed": None, "{},confirmed": "active"}),
        ("Email,Email Opt Out", {"{},1": "left", "{},0": "active"}),  # Salesforce
        ("Email,Unsubscribed from all email", {"{},true": "left", "{},": "active"}),  # HubSpot
        (  # Klaviyo
            "Email,Email Marketing Consent,SMS Marketing Consent",
            {"{},SUBSCRIBED,NEVER_SUBSCRIBED": "active", "{},UNSUBSCRIBED,": "left",
             "{},NEVER_SUBSCRIBED,": None, "{},,": None},
        ),
        ("Email,Email subscriber status", {"{},Unsubscribed": "left", "{},Subscribed": "active"}),  # Wix
        ("email,Subscription", {"{},unsubscribed": "left", "{},active": "active"}),
        (  # of names that nobody has told us
            "email,opted_out_of_all,newsletter opt-in,Unsubscribe link",
            {"{},no,yes,https://x.example": "active", "{},x,yes,": None, "{},,maybe,": None, "{},,,": None},
        ),
        *(  # as MySQL, PHP, Go, SQL Server and Unix have a date that is none
            (f"email,{column}", {f"{{}},{date}": stands for date in NO_DATES})
            for column, stands in {
                "confirmed": None, "opt_in": "left", "subscribed": "left", "unsubscribed_at": "active", "unsub_on": "active",
                "bounced_at": "active",
            }.items()
        ),
        ("email,opt_in,unsubscribed_at", {"{},2000-01-01,": "active", "{},01/01/2001 00:00,": "active",
         "{},1/10/1970,": "active", "{},1,1970-01-02": "left"}),
        ("email,opt_in", {"{},9999": None, "{},20240105": "active", "{},1/5/2024": "active", "{},1704412800": "active"}),
        (  # in one word, or of more than mail
            "email,SubscriptionStatus,isSubscribed,emailStatus",
            {"{},unsubscribed,true,": "left", "{},active,false,active": "left", "{},active,1,bounced": "bounced",
             "{},active,1,active": "active"},
        ),
        (
            "email,Email/SMS opt-out,Unsubscribed via link,do_not_email",
            {"{},yes,,": None, "{},,yes,": None, "{},,,1": None, "{},no,,0": "active"},
        ),
        (
            "email,Email & push subscription status",
            {"{},unsubscribed": None, "{},bounced": None, "{},subscribed": "active"},
        ),
        (
            "email,Contact status,Note",
            {"{},removed,": None, "{},,Unsubscribed": None, "{},paid,removed": "active", "{},,": "active",
             "{},,– Un-sub_SCRIBED.": None, "{},Re moved,": None, "{},,unsubscribed him": "active"},
        ),
        *(  # of PrestaShop, OpenCart and many a form; nobody has told us
            (f"email,{column}", {"{},0": None, "{},No": None, "{},1": "active", "{},": None})
            for column in (
                "newsletter", "newsletter_subscribed", "Subscribed to newsletter", "subscribe", "opt_in_newsletter",
                "optin_email", "consent_given", "email_permission", "receive_emails", "mailing_list", "email_verified",
                "confirmed_at",
            )
        ),
        *(
            (f"email,{column}", {"{},true": None, "{},2024-01-01": None, "{},false": "active", "{},": "active"})
            for column in (
                "deleted", "is_deleted", "hard_bounce", "is_spam", "is_blocked", "blocked_at", "spam_at", "Unverified",
            )
        ),
        ("email,email_permission,subscribed_at,phone_verified", {"{},denied,,": None, "{},yes,,no": "active"}),
        ("email,status,Status", {"{},unsubscribed,active": None, "{},active,active": "active"}),
        ("email,status", {"{}": None, "{},active": "active"}),
        (
            "address,consented_to,state",
            {"{},x,Active": "active", "{},x,unsubscribed": None, "{},x,Left": "left", "{},x,": None},
        ),
        (  # the fourth of Mailchimp, of customers
            "Email Address,OPTIN_TIME,CONFIRM_TIME",
            {"{},2020-01-01 10:00:00,": "active", "{},,2020-01-01 10:00:00": "active", "{},,": None},
        ),
    ],
)  # fmt: skip
def test_nobody_gets_mail_whom_another_system_has_sent_none(
    tmp_path: Path, daily: Newsletter, head: str, rows: dict[str, str | None]
) -> None:
    path, addresses = (
        tmp_path / "all.csv",
        [f"a{number}@example.com" for number in range(len(rows))],
    )
    lines = [row.format(address) for row, address in zip(rows, addresses, strict=True)]
    path.write_text("\n".join([head, *lines]))

    CliRunner().invoke(main, ["newsletter", "import", str(path), "--sure"])

    became = {row.address: str(row.state) for row in Subscriber.objects.all()}
    for address in addresses:
        if found := Suppression.objects.of(address).first():
            became[address] = found.reason
    assert [became.get(address) for address in addresses] == list(rows.values())


def test_status_that_is_not_known_is_told_with_its_line(tmp_path: Path, daily: Newsletter) -> None:
    path = tmp_path / "some.csv"
    path.write_text(
        "email,status\na@example.com,active\nb@example.com,on holiday\nc@example.com,\n"
    )

    told = run("import", str(path), code=1)

    assert "1 added, 2 of whom the file does not say that they get mail, left out" in told
    assert "line 3: Its status is “on holiday”: whether it gets mail is not known." in told
    assert stored() == {"a@example.com": ("active", "en", ["daily"])}


def test_column_that_means_something_else_is_told_and_can_be_left_unheeded(
    tmp_path: Path, daily: Newsletter
) -> None:
    """What is known for certain counts all the same."""
    path = tmp_path / "some.csv"
    path.write_text(
        "email,Unsubscribe token,state,town\na@example.com,7f3a,Texas,Vigo\nb@example.com,8b,left,\n"
    )

    told = run("import", str(path), "--sure", code=1)
    unheeded = ("--unheeded", "Unsubscribe token", "--unheeded", "state", "--unheeded", "Town")
    report = json.loads(run("import", str(path), *unheeded, "--json"))

    assert "1 kept as having left, 1 of whom the file does not say" in told
    assert "  taken to say who gets mail: state\n" in told
    assert "  which may say who gets mail, how is not known: unsubscribe_token\n" in told
    assert "  not heeded: town\n" in told
    assert "line 2: Its unsubscribe_token is “7f3a”: whether it gets mail is not known." in told
    assert report[str(path)]["columns"] == {
        "unsubscribe_token": "may say",
        "state": "says",
        "town": "none",
    }
    assert {address: state for address, (state, *_) in stored().items()} == {
        "a@example.com": "active",
        "b@example.com": "left",
    }


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ((), "some.csv: Nothing is stored yet. Not heeded: gets_it, town. If none of them"),
        (("--unheeded", "Town"), "Not heeded: gets_it. If none"),
        (("--sure", "--unheeded", "twon"), "There is no column twon: email, gets_it, town"),
        (("--dry-run", "--unheeded", "twon"), "There is no column twon: email, gets_it, town"),
    ],
)
def test_columns_that_are_not_heeded_are_told_before_anything_is_stored(
    tmp_path: Path, daily: Newsletter, more: tuple[str, ...], told: str
) -> None:
    plain, path = tmp_path / "plain.csv", tmp_path / "some.csv"
    plain.write_text("email\na@example.com\n")
    path.write_text("email,Gets it,Town\nb@example.com,not any more,Vigo\n")

    assert told in run("import", str(plain), str(path), *more, code=2)

    assert stored() == {}
    assert "1 added" in run("import", str(path), "--dry-run")
    assert "1 added" in run("import", str(path), "--unheeded", "gets it", "--unheeded", "town")


def test_contacts_of_mailchimp_who_never_asked_are_left_out(
    tmp_path: Path, daily: Newsletter
) -> None:
    path = tmp_path / "nonsubscribed_email_audience_export_1.csv"
    path.write_text(f"{MAILCHIMP}\na@example.com,Ada,2020-01-01 10:00:00,,2020-01-01 10:00:00,\n")

    assert "(Mailchimp): 1 never confirmed, left out" in run("import", str(path))
    assert not Subscriber.objects.exists()


def test_moments_at_the_ends_of_the_calendar_are_none(tmp_path: Path, daily: Newsletter) -> None:
    path, now = tmp_path / "some.csv", timezone.now()
    path.write_text(
        "email,created_at\na@example.com,0001-01-01T00:00:00+01:00\n"
        "b@example.com,9999-12-31T23:59:59-05:00\nc@example.com,2024-01-05T00:00:00+01:00\n"
    )

    run("import", str(path), "--language", "es")

    asked = Subscriber.objects.order_by("pk").values_list("asked_at", flat=True)
    assert [at >= now for at in asked] == [True, True, False]


def test_export_is_read_back_as_it_was(
    tmp_path: Path, subscribes: Subscribes, files: list[str]
) -> None:
    run("import", files[0], files[4], "--language", "es", "--sure", code=1)
    subscribes("paused@example.com", language="en", state=Standing.ACTIVE)
    Subscriber.objects.update(consented_to="“The daily”, by mail; free,\nof charge")
    before, path = stored(), tmp_path / "all.csv"

    run("export", str(path))

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "'=a1@example.com" in path.read_text()
    assert '""deed"": ""imported""' in path.read_text()
    told = {row.address: history_of(row) for row in Subscriber.objects.all()}
    run("export", str(path), code=2)  # over no other file
    assert run("export", "--language", "en").count("@example.com") == 1
    Subscriber.objects.all().delete()
    run("import", str(path))
    assert stored() == before
    assert {row.consented_to for row in Subscriber.objects.all()} == {
        "“The daily”, by mail; free,\nof charge"
    }
    for row in Subscriber.objects.all():
        *steps, last = history_of(row)
        assert (steps, last[2]) == (told[row.address], "all.csv (Rotativa)")


def test_export_tells_why_addresses_are_suppressed(tmp_path: Path, subscribes: Subscribes) -> None:
    reasons = dict(enumerate(Suppression.Reason))
    for number, why in reasons.items():
        address = subscribes(f"{number}@example.com").address
        suppress_address(address, why=Suppression.Reason.BOUNCED, at=timezone.now())
        suppress_address(address, why=why, at=timezone.now())
    run("export", str(tmp_path / "all.csv"))
    Subscriber.objects.all().delete()
    Suppression.objects.all().delete()

    run("import", str(tmp_path / "all.csv"))

    found = {number: Suppression.objects.of(f"{number}@example.com").get() for number in reasons}
    assert {number: each.reason for number, each in found.items()} == reasons


def test_whom_the_paper_stopped_here_and_who_complained_elsewhere_has_complained(
    tmp_path: Path, subscribes: Subscribes
) -> None:
    address = subscribes("chi@example.com").address
    suppress_address(address, why=Suppression.Reason.PAPER, at=timezone.now())
    path = tmp_path / "some.csv"
    for said in ("bounced", "complained", "blocklisted"):
        path.write_text(f"email,status\nchi@example.com,{said}\n")
        run("import", str(path))

    assert Suppression.objects.get().reason == Suppression.Reason.COMPLAINED
    steps = Step.objects.in_order().filter(deed="suppressed").values_list("words", flat=True)
    assert list(steps) == ["paper", "complained"]


def test_whose_mail_came_back_here_and_who_complained_elsewhere_has_complained(
    tmp_path: Path, subscribes: Subscribes
) -> None:
    """Whose mail came back is lifted together, and stands as before; what is less grave changes nothing."""
    for name in ("chi", "dov"):
        address = subscribes(f"{name}@example.com").address
        suppress_address(address, why=Suppression.Reason.BOUNCED, at=timezone.now())
    path = tmp_path / "some.csv"
    path.write_text("email,status\nchi@example.com,complained\ndov@example.com,active\n")
    run("import", str(path), "--dry-run")
    assert not Suppression.objects.exclude(reason="bounced").exists()

    for _time in range(2):
        assert "2 suppressed before, left out" in run("import", str(path))
        reasons = [Suppression.objects.of(f"{name}@example.com").get() for name in ("chi", "dov")]
        assert [each.reason for each in reasons] == ["complained", "bounced"]
        path.write_text("email,status\nchi@example.com,bounced\ndov@example.com,bounced\n")

    lift_suppressions(Suppression.objects.bounced(), at=timezone.now())
    assert {row.address: str(row.state) for row in Subscriber.objects.all()} == {
        "chi@example.com": "suppressed",
        "dov@example.com": "active",
    }


@pytest.mark.parametrize("number", [1, 3])
def test_whoever_is_suppressed_as_gravely_costs_nothing_a_second_time(
    tmp_path: Path,
    subscribes: Subscribes,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    subscribes("r0@example.com")
    path = tmp_path / "some.csv"
    path.write_text(
        "email,status\n" + "".join(f"r{n}@example.com,bounced\n" for n in range(number))
    )
    run("import", str(path))

    with django_assert_num_queries(QUERIES):
        assert f"{number} suppressed before, left out" in run("import", str(path))


def test_nobody_is_given_what_they_did_not_ask_for(tmp_path: Path, daily: Newsletter) -> None:
    path = tmp_path / "of_ours.csv"
    step = {"at": "2020-01-01T00:00:00Z", "deed": "asked", "words": "\0\ud800", "from": "nowhere"}
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["address", "newsletters", "consented_to", "history"])
        rows.writerow(["sport@example.com", "sport", "x", "[" * 9_000])
        rows.writerow(["both@example.com", "sport daily", "x", json.dumps([step, {"at": 1}, 1])])

    told = run("import", str(path))

    assert "1 added, 1 of newsletters that are not here, left out" in told
    assert stored() == {"both@example.com": ("active", "en", ["daily"])}
    assert [step.words for step in Step.objects.in_order()] == ["?", "of_ours.csv (Rotativa)"]


@pytest.mark.parametrize(
    "content",
    [
        b"name,town\nAda,Madrid\n",
        b"",
        b'email\n"' + b"x" * 200_000 + b'"\n',
        b"\xff\xfe\x00\x81\n\x00",
    ],
)
def test_what_is_no_table_of_addresses_is_refused(
    tmp_path: Path, daily: Newsletter, content: bytes
) -> None:
    path = tmp_path / "some.csv"
    path.write_bytes(content)

    assert "some.csv" in run("import", str(path), code=2)
    run("import", str(path), "--newsletter", "weekly", code=2)
    assert not Subscriber.objects.exists()


def test_what_stands_before_a_fault_is_in_and_told(tmp_path: Path, daily: Newsletter) -> None:
    path = tmp_path / "broken.csv"
    path.write_text('email\nada@example.com\n"' + "x" * 200_000)

    told = run("import", str(path), code=1)

    assert "broken.csv (CSV): 1 added\n  Line 3 cannot be read" in told
    assert stored() == {"ada@example.com": ("active", "en", ["daily"])}


def test_real_files_of_other_systems_are_read(inputs: Path, daily: Newsletter) -> None:
    folder = inputs / "ghost-migrate"
    chimp = folder / "mg-mailchimp-members" / "src" / "test" / "fixtures"
    names = ["subscribed", "unsubscribed", "cleaned"]
    stack = folder / "mg-substack-members-csv" / "test" / "fixtures" / "fixtures_signup_emails.csv"

    told = run("import", *(str(chimp / f"{name}.csv") for name in names), str(stack), code=1)

    assert "(Mailchimp): 5 added" in told
    assert "(Mailchimp): 5 kept as having left" in told
    assert "(Mailchimp): 5 suppressed from now on" in told
    assert "(Substack): " in told
    assert Subscriber.objects.get(address="maguirec086@comm.ca").state == Standing.LEFT
