"""Sources are looked at again: what is told of them, when, and how their sites are spared."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from rotativa.articles.models import FrontPage
from rotativa.evidence.actions import (
    CannotExcuse,
    add_source,
    check_due,
    check_source,
    excuse_source,
    plan_checks,
    request_check,
    take_capture,
)
from rotativa.evidence.capture.bounds import BOUNDS
from rotativa.evidence.capture.browser.program import find_browser
from rotativa.evidence.capture.take import Means
from rotativa.evidence.checks.apart import StandingReader
from rotativa.evidence.checks.baseline import Baseline
from rotativa.evidence.checks.judging import Seen, Verdict
from rotativa.evidence.checks.looking import look_at
from rotativa.evidence.checks.states import State
from rotativa.evidence.models import AskedSite, Capture, Check, Source
from rotativa.evidence.models.capture import Status
from rotativa.evidence.models.watched import CHECK_LEASE
from rotativa.evidence.signals import checked
from rotativa.lib.append_only import WrittenOnce
from rotativa.lib.clock import minute
from rotativa.lib.reasons import said
from rotativa.people.models import User
from tests.evidence.site import PAGE, WORDS, Site
from tests.factories.articles import add_article
from tests.factories.captures import captured
from tests.factories.evidence import leaning, source
from tests.servers import LOOPBACK, book

NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
QUOTE = "“Sentence 7 tells what the ministry has said.”"
BROWSER = find_browser()
OTHER = " ".join(
    f"Win at roulette number {number}, play with our bonus today." for number in range(40)
)
HOSTS = {"paper.test": [LOOPBACK], "casino.test": [LOOPBACK]}


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture(scope="module")
def reader() -> Iterator[StandingReader]:
    with StandingReader() as reader:
        yield reader


class Eyes:
    """Looks for real, at a site of the test's own; remembers what it was asked for."""

    def __init__(self, site: Site, *, browser: str | None = None) -> None:
        reach = replace(site.reach(), resolve=book(HOSTS))
        self.means = Means(browser=browser, reach=reach)
        self.quotes: list[str] = []

    def __call__(
        self,
        url: str,
        *,
        base: Baseline,
        quotes: Sequence[str],
        means: Means,
        reader: StandingReader,
    ) -> tuple[Seen, Verdict]:
        assert means.language
        self.quotes = [*quotes]
        return look_at(url, base=base, quotes=[*quotes, QUOTE], means=self.means, reader=reader)


class Sees:
    """What a look tells, one after the other; the latest for good."""

    def __init__(self, *states: State, retry_after: str = "") -> None:
        self.states = list(states)
        self.retry_after = retry_after
        self.asked: list[str] = []

    def __call__(self, url: str, **_: Any) -> tuple[Seen, Verdict]:
        self.asked.append(url)
        state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        return Seen(url, 200, retry_after=self.retry_after), Verdict(state)


@pytest.fixture
def news() -> Iterator[list[bool]]:
    told: list[bool] = []

    def hear(is_news: bool, **_: Any) -> None:
        told.append(is_news)

    checked.connect(hear)
    yield told
    checked.disconnect(hear)


def due(made: Source, at: datetime = NOON) -> Source:
    request_check(made, at=at)
    made.refresh_from_db()
    return made


def page(words: str) -> tuple[str, bytes]:
    return ("text/html; charset=utf-8", PAGE.format(words=words).encode())


def plain(words: str) -> tuple[str, bytes]:
    return ("text/html", f"<title>{words[:30]}</title><p>{words}</p>".encode())


WAYS: dict[str, tuple[Any, State, str]] = {
    "as it was": (page(WORDS), State.ALIVE, ""),
    "menus and dates around it": (
        (
            "text/html",
            page(WORDS)[1].replace(b"</body>", b"<footer>Read 9,411 times</footer></body>"),
        ),
        State.ALIVE,
        "",
    ),
    "a number has gone": (
        page(WORDS.replace("Sentence 9 ", "Sentence 8 ")),
        State.CHANGED,
        "9",
    ),
    "the words relied on": (
        page(WORDS.replace("Sentence 7 tells", "Sentence 7 told")),
        State.QUOTE_MISSING,
        QUOTE,
    ),
    "half of it": (page(WORDS[: len(WORDS) // 2]), State.CHANGED, "25"),
    "another text": (plain(OTHER), State.CHANGED, ""),
    "none, it says": (plain("Page not found. Try the search."), State.GONE, ""),
    "for sale": (plain("log.example: this domain is for sale"), State.USURPED, "/report"),
    "a wall": (plain("Just a moment… verify you are human"), State.BLOCKED, ""),
    "elsewhere": ("http://casino.test:{port}/win", State.USURPED, "/win"),
    "moved, the same": ("http://casino.test:{port}/moved", State.ALIVE, ""),
    "404": (404, State.GONE, ""),
    "410": (410, State.GONE, ""),
    "403": (403, State.BLOCKED, ""),
    "503": (503, State.UNREACHABLE, ""),
}
"""What the site does, the state that is told, and what is found in its detail."""


@pytest.mark.django_db
def test_each_way_in_which_a_source_may_stand_is_told_apart(
    site: Site, reader: StandingReader
) -> None:
    log = source("Log", url=site.url("/report"))
    captured(log)
    eyes = Eyes(site)
    site.content |= {"/win": plain(OTHER), "/moved": page(WORDS)}

    found = {}
    for name, (what, _state, _detail) in WAYS.items():
        site.statuses, site.redirects = {}, {}
        match what:
            case int():
                site.statuses["/report"] = what
            case str():
                site.redirects["/report"] = what.format(port=site.port)
            case _:
                site.content["/report"] = what
        AskedSite.objects.all().delete()
        check = check_source(due(log), at=NOON, look=eyes, reader=reader)
        assert check is not None
        found[name] = (check.state, check.detail)

    assert {name: state for name, (state, _detail) in found.items()} == {
        name: state for name, (_what, state, _detail) in WAYS.items()
    }
    for name, (_what, _state, detail) in WAYS.items():
        assert detail in found[name][1], name
    site.shutdown()
    site.server_close()
    AskedSite.objects.all().delete()
    away = check_source(due(log), at=NOON, look=eyes, reader=reader)
    assert away is not None
    assert (away.state, away.status) == (State.UNREACHABLE, None)
    assert away.detail


@pytest.mark.django_db
def test_source_without_a_copy_is_judged_by_what_needs_none(
    site: Site, reader: StandingReader
) -> None:
    log = source("Log", url=site.url("/report"))
    site.content |= {"/": plain(OTHER), "/report": plain(OTHER)}
    seen = []

    for redirect in ("", "/", "/nowhere"):
        site.redirects = {"/report": redirect} if redirect else {}
        AskedSite.objects.all().delete()
        check = check_source(due(log), at=NOON, look=Eyes(site), reader=reader)
        assert check is not None
        seen.append((check.state, check.url.endswith(redirect or "!")))

    assert seen == [(State.ALIVE, False), (State.USURPED, True), (State.GONE, True)]


@pytest.mark.django_db
@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
def test_words_that_scripts_put_in_are_looked_for_in_the_browser(
    site: Site, reader: StandingReader
) -> None:
    log = source("Log", url=site.url("/"))
    copy = Capture.objects.create(source=log, asked_at=NOON, next_attempt_at=NOON)
    eyes = Eyes(site, browser=BROWSER)
    assert take_capture(copy, at=NOON, means=eyes.means).status == Status.TAKEN
    said = "By November 1 almost 11,000 soldiers will be ready"

    def look(url: str, *, base: Baseline, reader: StandingReader, **_: Any) -> tuple[Seen, Verdict]:
        return look_at(url, base=base, quotes=[said], means=eyes.means, reader=reader)

    first = check_source(due(log), at=NOON, look=look, reader=reader)
    site.content["/data.json"] = ("application/json", b'{"said":"Nothing","picture":"/made.jpg"}')
    AskedSite.objects.all().delete()
    second = check_source(due(log), at=NOON, look=look, reader=reader)

    assert first is not None
    assert second is not None
    assert (first.state, second.state, second.detail) == (State.ALIVE, State.QUOTE_MISSING, said)


@pytest.mark.django_db
def test_bad_answers_are_told_once_they_are_three_in_a_row(news: list[bool]) -> None:
    log, at = due(source("Log")), NOON
    bad, good = State.GONE, State.ALIVE
    sees = Sees(good, bad, bad, good, bad, bad, bad, bad, good)
    told = []

    for _look in range(9):
        check_source(log, at=at, look=sees)
        log.refresh_from_db()
        assert log.next_check_at is not None
        told.append((log.state, log.bad_in_row, (log.next_check_at - at).days))
        at = log.next_check_at

    assert told == [
        (good, 0, 7), (good, 1, 1), (good, 2, 1), (good, 0, 7), (good, 1, 1), (good, 2, 1),
        (bad, 3, 7), (bad, 4, 7), (good, 0, 7),
    ]  # fmt: skip
    assert list(news) == [True, *[False] * 5, True, False, True]
    assert Check.objects.filter(source=log).count() == 9


@pytest.mark.django_db
def test_person_who_finds_it_fine_is_asked_again_when_it_stands_otherwise(news: list[bool]) -> None:
    ada, log, at = User.objects.create_user("ada@paper.example"), due(source("Log")), NOON
    sees = Sees(State.CHANGED)

    def look(times: int) -> str:
        nonlocal at
        for _time in range(times):
            check_source(due(log, at), at=at, look=sees)
            at += DAY
        log.refresh_from_db()
        return log.state

    assert look(3) == State.CHANGED
    excuse_source(log, by=ada, at=at)
    assert (log.state, log.excused) == (State.ALIVE, State.CHANGED)
    with pytest.raises(CannotExcuse):
        excuse_source(log, by=ada, at=at)
    assert look(4) == State.ALIVE
    sees.states = [State.GONE]
    assert look(3) == State.GONE
    assert [each.by for each in Check.objects.latest_first()][3:8] == [None] * 4 + [ada]
    assert news.count(True) == 3


@pytest.mark.django_db
def test_site_is_asked_one_look_at_a_time_with_pauses(news: list[bool]) -> None:
    one, two = (source(name, url=f"https://board.example/{name}") for name in ("one", "two"))
    other = source("other", url="https://other.example/")
    for each in (one, two, other):
        due(each)
    sees, now = Sees(State.BLOCKED, retry_after="3600"), NOON

    def looked(at: datetime) -> list[str]:
        before = len(sees.asked)
        check_due(now=lambda: at, goes_on=lambda: True, look=sees)
        return sees.asked[before:]

    assert looked(now) == [one.url, other.url]
    assert looked(now + timedelta(minutes=59)) == []
    assert looked(now + timedelta(minutes=61)) == [two.url]
    one.refresh_from_db()
    assert one.next_check_at == NOON + DAY


@pytest.mark.django_db
def test_source_of_a_killed_worker_is_due_after_its_lease_and_looked_at_once() -> None:
    log = due(source("Log"))
    stale = Source.objects.get(pk=log.pk)
    assert Source.objects.claim_check(log, at=NOON) == NOON + CHECK_LEASE
    sees = Sees(State.ALIVE)

    assert check_source(stale, at=NOON, look=sees) is None
    assert not Source.objects.checks_due(NOON + CHECK_LEASE - timedelta(seconds=1)).exists()
    again = Source.objects.checks_due(NOON + CHECK_LEASE).get()

    assert check_source(again, at=NOON + CHECK_LEASE, look=sees) is not None
    assert len(sees.asked) == 1


@pytest.mark.django_db
def test_page_at_which_we_fail_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    def fails(url: str, **_: Any) -> tuple[Seen, Verdict]:
        raise ValueError(url)

    due(source("Log"))
    due(source("Film"))

    checks = check_due(now=lambda: NOON, goes_on=lambda: True, look=fails)

    assert [check.state for check in checks] == [State.UNREACHABLE] * 2
    assert "could not be looked at" in caplog.text


def test_words_that_published_articles_rely_on_are_looked_for(paper: FrontPage, site: Site) -> None:
    log = source("Log", url=site.url("/report"))
    add_article(paper, "The gate", body=[leaning(log, quote="Page 31 is missing")])
    add_article(paper, "Draft", body=[leaning(log, quote="Not yet")], is_live=False)
    eyes = Eyes(site)

    check_source(due(log), at=NOON, look=eyes)

    assert eyes.quotes == ["Page 31 is missing"]


@pytest.mark.django_db
def test_what_a_look_told_stays_said() -> None:
    log = due(source("Log"))
    check = check_source(log, at=NOON, look=Sees(State.GONE))
    assert check is not None

    with pytest.raises(WrittenOnce):
        check.save()
    with pytest.raises(WrittenOnce):
        Check.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE evidence_check SET state = 'alive'")
    log.delete()
    assert not Check.objects.exists()


def test_clock_spreads_looks_over_the_week_and_has_what_is_due_looked_at(
    paper: FrontPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [source(f"S{number}") for number in range(12)]
    letter = Source.objects.create(title="What she wrote to us", kind="statement")
    woken: list[str] = []
    task = SimpleNamespace(enqueue=lambda: woken.append("check"))
    monkeypatch.setattr("rotativa.evidence.receivers.check_sources", task)

    with time_machine.travel(NOON, tick=False):
        minute.send(sender=None, at=NOON)
    sources = Source.objects.exclude(pk=letter.pk)
    planned = sorted(each.next_check_at for each in sources if each.next_check_at)
    assert woken == []
    minute.send(sender=None, at=planned[0])

    letter.refresh_from_db()
    assert letter.next_check_at is None
    assert len(set(planned)) == len(many)
    assert planned[0] >= NOON
    assert planned[-1] < NOON + WEEK
    assert planned[-1] - planned[0] > timedelta(days=3)
    assert woken == ["check"]
    assert plan_checks(at=NOON) == 0


@pytest.mark.django_db
def test_source_that_has_moved_is_looked_at_anew() -> None:
    log = due(source("Log"))
    for day in range(3):
        check_source(due(log, NOON + day * DAY), at=NOON + day * DAY, look=Sees(State.GONE))
    log.refresh_from_db()
    assert log.is_lost

    log.title = "Watch log"
    log.save()
    assert Source.objects.get().is_lost
    log.url = "https://archive.example/log"
    log.save(update_fields=["url"])

    moved = Source.objects.get()
    assert (moved.state, moved.bad_in_row, moved.next_check_at) == ("", 0, None)
    assert add_source("https://log.example/", by=None, at=NOON).pk != log.pk


def test_page_that_would_be_read_for_ever_holds_nobody_up(site: Site) -> None:
    """The parser compares each attribute of a tag with all before it."""
    site.content["/"] = (
        "text/html",
        b"<p " + b" ".join(b"a%d" % each for each in range(60_000)) + b">x",
    )
    means = Means(browser=None, reach=site.reach())

    with StandingReader(replace(BOUNDS, reading_seconds=0.7)) as hasty:
        seen, verdict = look_at(site.url("/"), base=Baseline(), means=means, reader=hasty)

    assert said(seen.failure) == "The page took too long to read."
    assert verdict.state == State.UNREACHABLE
