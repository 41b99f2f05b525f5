"""Copies of sources as readers and editors see them: framed, and unable to do anything here."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rotativa.articles.models import FrontPage
from rotativa.evidence.actions import withdraw_capture
from rotativa.evidence.checks.differences import changes_between
from rotativa.evidence.models import Capture, Difference, Source, Stamp
from rotativa.evidence.models.capture import Status
from tests.browser.accessibility import assert_accessible, assert_accessible_by_day_and_night
from tests.browser.desk import Desk, member
from tests.browser.watch import Watch
from tests.factories.articles import add_article
from tests.factories.captures import captured
from tests.factories.evidence import leaning, source

NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)
HOSTILE = """<!doctype html><html lang="en"><title>Hostile</title><p>Text of the copy</p>
<script>parent.document.title = 'taken'; document.cookie = 'a=b'; fetch('/desk/')</script>
<img src="/taken.png" alt="">"""


@pytest.fixture
def copy(paper: FrontPage, front_es: FrontPage) -> Capture:
    log = source("Log", publisher="Harbour Board", language="en")
    add_article(paper, "The gate", slug="gate", body=[leaning(log)])
    add_article(front_es, "La compuerta", slug="compuerta", body=[leaning(log)])
    ada = member("Editor", "Ada")
    withdraw_capture(captured(log), because="A court has ordered it.", by=ada, at=NOON)
    copy = captured(log)
    Stamp.objects.create(
        capture=copy, authority="http://tsa.example/", token=b"token", root=b"root", at=NOON,
        is_verified=True, asked_at=NOON,
    )  # fmt: skip
    changes = changes_between("It fell at 02:10. Nobody saw it.", "It fell. Nobody saw it fall.")
    Difference.objects.note(log, changes, capture=copy, at=NOON)
    Source.objects.filter(pk=log.pk).update(state="changed", state_since=NOON)
    return copy


def test_paper_says_where_each_copy_is_found(page: Page, copy: Capture) -> None:
    address = f"https://paper.example/en/sources/{copy.source_id}/"
    for state in ("live", "gone"):
        Source.objects.filter(pk=copy.source_id).update(state=state)
        page.goto("/en/2026/04/16/gate/")
        page.emulate_media(media="print")

        link = page.locator("#sources").get_by_role("link", name="Our copy")

        assert (
            link.evaluate("link => getComputedStyle(link, '::after').content") == f'": {address}"'
        )
        page.emulate_media(media="screen")
        assert link.evaluate("link => getComputedStyle(link, '::after').content") == "none"


@pytest.mark.parametrize("language", ["en", "es"])
def test_page_of_a_source_shows_the_copy(page: Page, copy: Capture, language: str) -> None:
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"/{language}/sources/{copy.source_id}/")
        frame = page.frame_locator(".replay iframe")
        expect(frame.get_by_role("heading", name="Ready by November")).to_be_visible()
        expect(page.locator(".diff del")).to_contain_text("02:10")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width
        assert_accessible_by_day_and_night(page, within="main")
        page.locator("#changes a").press("Enter")
        page.wait_for_url(f"**/{language}/sources/{copy.source_id}/changes/")
        expect(page.locator(".diff__whole ins")).to_contain_text("fall")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert_accessible(page, within="main")


def test_hostile_copy_reaches_nothing_of_the_site(page: Page, copy: Capture, watch: Watch) -> None:
    Path(copy.path / "view.html").write_text(HOSTILE)
    for refused in ("Blocked script execution", "Content Security Policy"):
        watch.excuse(refused)
    answered: list[str] = []
    page.on("response", lambda response: answered.append(response.url))

    page.goto(f"/en/sources/{copy.source_id}/")
    expect(page.frame_locator(".replay iframe").get_by_text("Text of the copy")).to_be_visible()

    assert "Log" in page.title()
    assert page.context.cookies() == []
    assert any(url.endswith("/view.html") for url in answered)
    assert [url for url in answered if "/desk/" in url or "taken" in url] == []


def test_editor_looks_at_a_doubtful_copy_and_approves_it(
    desk: Desk, page: Page, paper: FrontPage
) -> None:
    captured(source("Log"), Status.DOUBTFUL)
    desk.enter(member("Editor", "Ada"))

    page.get_by_role("button", name="Reports").click()
    page.get_by_role("link", name="Copies of sources").click()
    expect(page.get_by_role("link", name="Log", exact=True)).to_be_visible()
    assert_accessible(page, within="#listing-results")
    page.get_by_role("link", name="Log", exact=True).click()
    frame = page.frame_locator(".copy__view")
    expect(frame.get_by_role("heading", name="Ready by November")).to_be_visible()
    expect(page.get_by_role("button", name="Withdraw")).to_be_visible()
    assert_accessible_by_day_and_night(page, within=".copy")
    page.get_by_role("button", name="The copy is good").click()

    expect(desk.message).to_contain_text("The copy of Log is good.")
