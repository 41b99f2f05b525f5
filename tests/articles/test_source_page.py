"""The page of one source: our copy, how it can be checked, and who leans on it."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rotativa.articles.models import FrontPage
from rotativa.evidence.actions import (
    check_source,
    request_check,
    take_capture,
    withdraw_capture,
)
from rotativa.evidence.capture.take import Means
from rotativa.evidence.checks.baseline import Baseline
from rotativa.evidence.checks.differences import changes_between
from rotativa.evidence.checks.judging import Seen, Verdict
from rotativa.evidence.checks.looking import look_at
from rotativa.evidence.models import AskedSite, Capture, Difference, Source, Stamp
from rotativa.evidence.models.capture import Status
from rotativa.pages import keys
from rotativa.pages.signals import changed
from rotativa.people.models import User
from tests.evidence.site import PAGE, WORDS, Site
from tests.factories.articles import add_article
from tests.factories.captures import captured
from tests.factories.evidence import leaning, source
from tests.html import links, tree, words

NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)


@pytest.fixture
def log(paper: FrontPage) -> Source:
    log = source("Log", publisher="Harbour Board")
    add_article(paper, "The gate", slug="gate", body=[leaning(log)])
    return log


def stamped(capture: Capture, authority: str = "http://tsa.example/") -> Stamp:
    return Stamp.objects.create(
        capture=capture, authority=authority, token=b"token", root=b"root", at=NOON,
        is_verified=True, asked_at=NOON,
    )  # fmt: skip


def page_of(client: Client, log: Source) -> str:
    answer = client.get(f"/en/sources/{log.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_page_shows_the_copy_behind_a_policy_of_its_own(client: Client, log: Source) -> None:
    capture = captured(log)
    record = capture.path / "record.json"
    record.write_text(record.read_text().replace('"certificates": 0', '"certificates": 2'))

    page = client.get(f"/en/sources/{log.pk}/")
    assert "<dd>2, in the WACZ</dd>" in page.content.decode()
    (frame,) = tree(page).iter("iframe")
    view = client.get(frame.get("src"))

    assert frame.get("sandbox") == ""
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert capture.sha256 in page.content.decode()
    assert ("The gate", "/en/2026/04/16/gate/") in links(tree(page))
    policy = view.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "allow-" not in policy
    assert view.headers["Link"] == f'<{log.url}>; rel="original"'
    taken = capture.taken_at
    assert taken is not None
    assert view.headers["Memento-Datetime"] == f"{taken:%a, %d %b %Y %H:%M:%S} GMT"
    assert b"Sentence 7" in b"".join(view)
    assert not view.cookies


@pytest.mark.parametrize(("language", "told"), [("en", "Captured by us on"), ("es", "nosotros el")])
def test_page_gives_the_moment_of_its_copy_in_one_zone(
    client: Client, log: Source, front_es: FrontPage, language: str, told: str
) -> None:
    add_article(front_es, "La compuerta", slug="compuerta", body=[leaning(log)])
    taken = captured(log).taken_at
    assert taken is not None

    page = tree(client.get(f"/{language}/sources/{log.pk}/"))

    moments = page.xpath(f"//time[@datetime='{taken:%Y-%m-%dT%H:%M:%SZ}']")
    assert [words(each)[-12:] for each in moments] == [f"{taken:%H:%M:%S} UTC"] * 2
    assert f"{told} {words(moments[0])}" in words(page.get_element_by_id("copy"))


def test_wacz_is_downloaded_whole_or_in_part(client: Client, log: Source) -> None:
    capture = captured(log)
    url = f"/captures/{capture.folder}/capture.wacz"

    whole = client.get(url)
    part = client.get(url, headers={"Range": "bytes=2-5"})

    assert b"".join(whole) == capture.wacz.read_bytes()
    assert whole.headers["Content-Disposition"] == (
        f'attachment; filename="log.example-{capture.pk}.wacz"'
    )
    assert (part.status_code, b"".join(part)) == (206, capture.wacz.read_bytes()[2:6])


def test_part_of_a_text_is_of_the_file_as_it_lies(client: Client, log: Source) -> None:
    """Packed, it would be of another length than its range says."""
    capture = captured(log)
    asked = {"Range": "bytes=0-299", "Accept-Encoding": "gzip"}

    part = client.get(f"/captures/{capture.folder}/text.txt", headers=asked)
    whole = client.get(f"/captures/{capture.folder}/text.txt", headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in part.headers
    assert b"".join(part) == capture.text.encode()[:300]
    assert whole.headers["ETag"] == part.headers["ETag"]
    assert len(b"".join(whole)) == int(whole.headers["Content-Length"])


def test_stamp_is_told_with_the_line_that_verifies_it(client: Client, log: Source) -> None:
    capture = captured(log)
    stamp = stamped(capture)

    page = page_of(client, log)
    token = client.get(f"/captures/{capture.folder}/stamp-{stamp.pk}.tsr")
    root = client.get(f"/captures/{capture.folder}/stamp-{stamp.pk}.pem")

    assert (
        f"openssl ts -verify -data log.example-{capture.pk}.wacz -in stamp-{stamp.pk}.tsr "
        f"-CAfile stamp-{stamp.pk}.pem -attime {int(NOON.timestamp())}"
    ) in page
    told = '<time datetime="2026-04-16T12:00:00Z">16 April 2026, 12:00:00 UTC</time>'
    assert told in page  # whichever zone the site is in
    assert (token.content, root.content) == (b"token", b"root")
    assert client.get(f"/captures/{capture.folder}/stamp-{stamp.pk}.key").status_code == 404


def test_withdrawn_copy_keeps_hash_date_and_stamps_alone(client: Client, log: Source) -> None:
    capture = captured(log)
    stamp = stamped(capture)
    view = f"/captures/{capture.folder}/view.html"
    assert client.get(view).status_code == 200
    ada = User.objects.create_user("ada@paper.example")

    withdraw_capture(capture, because="A court has ordered it.", by=ada, at=NOON)

    page = page_of(client, log)
    assert "A court has ordered it." in page
    assert capture.sha256 in page
    assert "Captured" in page
    assert "view.html" not in page
    for name in ("view.html", "capture.wacz", "text.txt"):
        assert client.get(f"/captures/{capture.folder}/{name}").status_code == 410
    assert client.get(f"/captures/{capture.folder}/stamp-{stamp.pk}.tsr").status_code == 200


def put(site: Site, words: str) -> None:
    site.content["/report"] = ("text/html; charset=utf-8", PAGE.format(words=words).encode())


def looked_at(log: Source, site: Site, *, says: str, times: int = 1) -> None:
    """Days later, each a day after the other."""
    put(site, says)

    def look(
        url: str, *, base: Baseline, quotes: Sequence[str], **given: Any
    ) -> tuple[Seen, Verdict]:
        given["means"] = Means(browser=None, reach=site.reach())
        return look_at(url, base=base, quotes=quotes, **given)

    for _time in range(times):
        at = NOON + timedelta(days=log.checks.count())
        AskedSite.objects.all().delete()
        request_check(log, at=at)
        log.refresh_from_db()
        check_source(log, at=at, look=look)


def told_changes(client: Client, log: Source) -> list[tuple[str, str]]:
    page = tree(client.get(f"/en/sources/{log.pk}/"))
    for heard in page.xpath("//*[@id='changes']//*[@class='vh']"):
        heard.drop_tree()
    found = page.xpath("//*[@id='changes']//*[self::del or self::ins]")
    return [(each.tag, words(each)) for each in found]


def in_full(client: Client, log: Source) -> list[tuple[str, str, str]]:
    """Of each two texts that are compared: what is gone, what is new, and how the whole begins."""
    answer = client.get(f"/en/sources/{log.pk}/changes/")
    if answer.status_code == 404:
        return []
    page = tree(answer)
    for heard in page.find_class("vh"):
        heard.drop_tree()
    told = []
    for each in page.find_class("diff"):
        gone, new = ([words(piece) for piece in each.iter(tag)] for tag in ("del", "ins"))
        whole = "".join(words(line) for line in each.find_class("diff__whole"))
        told.append((" | ".join(gone), " | ".join(new), whole[:50]))
    return told


def test_page_tells_what_has_changed_since_the_copy(client: Client, log: Source) -> None:
    hostile = "Sentence 41 is <img src=x onerror=alert(1)> &lt;script&gt;new&lt;/script&gt;."
    changed = WORDS.replace("Sentence 9 tells", "Sentence 9 never told") + f" {hostile}"
    changed = changed.replace("Sentence 20 tells what the ministry has said. ", "")
    with Site() as site:
        Source.objects.filter(pk=log.pk).update(url=site.url("/report"), key="paper.test/report")
        log.refresh_from_db()
        copy = captured(log)
        looked_at(log, site, says=changed, times=2)
        untold = told_changes(client, log), in_full(client, log)
        looked_at(log, site, says=changed)
        told = told_changes(client, log)
        html = page_of(client, log)
        whole = in_full(client, log)
        newer = captured(log)
        alike = in_full(client, log)
        (newer.path / "text.txt").write_text(newer.text.replace("Sentence 7 tells", "7 told"))
        looked_at(log, site, says=WORDS)
        kept = told_changes(client, log)
        of_copies = in_full(client, log)
        ada = User.objects.create_user("ada@paper.example")
        withdraw_capture(copy, because="A court.", by=ada, at=NOON)
        hidden = told_changes(client, log), in_full(client, log)
        looked_at(log, site, says=changed, times=3)
        anew = told_changes(client, log)
        looked_at(log, site, says=WORDS)

    assert untold == hidden == ([], [])
    assert told == [
        ("del", "tells"),
        ("ins", "never told"),
        ("del", "Sentence 20 tells what the ministry has said."),
        ("ins", "Sentence 41 is <script>new</script>."),
    ]
    assert "<script>new" not in html
    assert "Between our copy of" in html
    assert "on <time" in html
    assert kept == told
    begins = "Ready by November Sentence 0 tells what the ministry"[:50]
    gone = "tells | Sentence 20 tells what the ministry has said."
    assert whole == [(gone, "never told | Sentence 41 is <script>new</script>.", begins)]
    assert alike == [("", "", "")]
    assert of_copies == [("Sentence | tells", "told", begins)]
    assert f'href="/en/sources/{log.pk}/changes/"' in html
    assert anew == told
    assert told_changes(client, log) == []
    assert newer.is_shown


def test_what_has_changed_is_told_in_full_beside_copies_made_in_another_way(
    client: Client, log: Source
) -> None:
    by_browser = captured(log, how="browser")
    assert by_browser.taken_at
    later = by_browser.text.replace("Sentence 9 tells", "Sentence 9 never told")
    changes = changes_between(by_browser.text, later)
    Difference.objects.note(log, changes, capture=by_browser, at=NOON)
    Source.objects.filter(pk=log.pk).update(state="changed", state_since=NOON)
    for hours in (1, 2):
        captured(log, how="plain", taken_at=by_browser.taken_at + timedelta(hours=hours))

    assert [told[:2] for told in in_full(client, log)] == [("tells", "never told"), ("", "")]


def test_both_texts_are_told_in_full_up_to_a_bound(client: Client, log: Source) -> None:
    before = "\n".join(str(number) for number in range(40_000))
    changes = changes_between(before, before.replace("1", "2"))
    Difference.objects.note(log, changes, capture=captured(log), at=NOON)
    Source.objects.filter(pk=log.pk).update(state="changed", state_since=NOON)

    page = client.get(f"/en/sources/{log.pk}/changes/")

    assert "The texts go on; no more of them is compared here." in page.content.decode()
    assert len(page.content) < 400_000


def test_what_a_language_calls_one_sentence_is_told_as_one(client: Client, log: Source) -> None:
    before, after = "Die 2. Liga ruht seit 71 Tagen.", "Die 2. Mannschaft gewann klar und hoch."
    with Site() as site:
        Source.objects.filter(pk=log.pk).update(
            url=site.url("/report"), key="paper.test/report", language="de"
        )
        log.refresh_from_db()
        put(site, f"{WORDS} {before}")
        Capture.objects.update(asked_at=NOON, next_attempt_at=NOON)
        means = Means(browser=None, reach=site.reach())
        copy = take_capture(Capture.objects.get(), at=NOON, means=means)
        Capture.objects.update(status=Status.TAKEN)
        looked_at(log, site, says=f"{WORDS} {after}", times=3)
        told = told_changes(client, log)
    assert copy.taken_at
    later = captured(log, taken_at=copy.taken_at + timedelta(hours=1))
    for each, text in ((copy, before), (later, after)):
        (each.path / "text.txt").write_text(text)

    assert told == [("del", before), ("ins", after)]
    assert [each[:2] for each in in_full(client, log)] == [(before, after)]


@pytest.mark.parametrize("status", [Status.DOUBTFUL, Status.REFUSED])
def test_copy_that_nobody_relies_on_is_not_shown(
    client: Client, log: Source, status: Status
) -> None:
    capture = captured(log, status)

    page = page_of(client, log)

    assert "We have no copy of it that can be shown." in page
    assert capture.sha256 not in page
    assert client.get(f"/captures/{capture.folder}/view.html").status_code == 404


def test_names_outside_a_copy_are_not_found(client: Client, log: Source) -> None:
    capture = captured(log)

    for name in ("record.json", "..", "%2e%2e%2fsecret"):
        assert client.get(f"/captures/{capture.folder}/{name}").status_code == 404


def test_source_that_nothing_published_leans_on_has_no_page(
    client: Client, paper: FrontPage, front_es: FrontPage
) -> None:
    diary = source("Diary")
    article = add_article(front_es, "La compuerta", body=[leaning(diary)])

    assert client.get(f"/en/sources/{diary.pk}/").status_code == 404
    assert client.get(f"/es/sources/{diary.pk}/").status_code == 200
    article.unpublish()
    assert client.get(f"/es/sources/{diary.pk}/").status_code == 404


def test_article_leads_to_the_copy_and_tells_machines(client: Client, log: Source) -> None:
    bare = tree(client.get("/en/2026/04/16/gate/"))
    (link,) = bare.xpath("//a[@data-originalurl]")
    assert link.get("data-versionurl") is None

    capture = captured(log)
    page = tree(client.get("/en/2026/04/16/gate/"))

    (link,) = page.xpath("//a[@data-originalurl]")
    path = f"/en/sources/{log.pk}/"
    assert link.get("data-versionurl") == path
    assert link.get("data-versiondate")[:10] == f"{capture.taken_at:%Y-%m-%d}"
    assert ("Our copy", path) in links(page)
    told = " ".join(each.text for each in page.xpath('//script[@type="application/ld+json"]'))
    assert json.dumps(f"https://paper.example{path}") in told


def test_new_copy_has_pages_that_show_the_source_printed_again(log: Source) -> None:
    capture = captured(log)
    stated: list[frozenset[str]] = []

    def hear(keys: frozenset[str], **_: object) -> None:
        stated.append(keys)

    changed.connect(hear)
    ada = User.objects.create_user("ada@paper.example")
    withdraw_capture(capture, because="Asked for.", by=ada, at=NOON)
    changed.disconnect(hear)

    assert frozenset({f"source:{log.pk}"}) in stated


def test_page_says_what_it_is_made_of(client: Client, log: Source) -> None:
    with keys.collected() as found:
        page_of(client, log)

    assert {f"source:{log.pk}", f"cited:{log.pk}"} <= found


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_however_many_copies_and_stamps(
    client: Client,
    log: Source,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _copy in range(number):
        capture = captured(log)
        for each in range(number):
            stamped(capture, f"http://tsa{each}.example/")
    page_of(client, log)

    with django_assert_num_queries(14):
        page = client.get(f"/en/sources/{log.pk}/")

    assert words(tree(page)).count("RFC 3161") >= number
