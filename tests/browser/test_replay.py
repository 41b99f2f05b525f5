"""Replay in a real browser, with an editor signed in: what an archived page can do to the paper."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_started
from playwright.sync_api import Browser, BrowserContext, Frame, Locator, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from rotativa.articles.models import FrontPage
from rotativa.evidence.actions.take_capture import what_is_said
from rotativa.evidence.capture.browser.program import find_browser
from rotativa.evidence.capture.take import Means, take_copy
from rotativa.evidence.models import Capture, Source
from rotativa.evidence.models.capture import Status
from rotativa.evidence.replay import policies
from rotativa.evidence.replay.player import from_archive, install
from rotativa.lib.config_parts import EvidenceConfig
from tests.browser.accessibility import assert_accessible_by_day_and_night
from tests.browser.desk import member
from tests.browser.hostile import hostile
from tests.evidence.site import CONTENT, SAID, Site
from tests.evidence.stand_in import install_stand_in
from tests.factories.articles import add_article
from tests.factories.captures import ASKED, captured
from tests.factories.evidence import leaning, source
from tools.chromium import launch

NAME = "copies.localhost"
PACKAGE = os.environ.get("REPLAY_PLAYER", "")
"""The player's package, where there is one; it is not part of this repository."""
needs_player = pytest.mark.skipif(not PACKAGE, reason="REPLAY_PLAYER names no package")
REPLAY = "Replay with its scripts"
OPEN = "default-src * data: blob: 'unsafe-inline' 'unsafe-eval'; sandbox allow-scripts allow-same-origin"

LEAVE = """setTimeout(() => {
  for (const world of [top, window, parent]) {
    try { world.location.href = "SITE/taken/left"; } catch (error) { void error; }
  }
})"""
"""Run in the archived page: the tab, its frame and the frame around that are led to the paper."""


@pytest.fixture(scope="module")
def browser(chromium: Browser) -> Iterator[Browser]:
    browser = launch(chromium.browser_type, knows=NAME)
    yield browser
    browser.close()


@pytest.fixture
def context(browser: Browser, server: LiveServer) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=server.url, reduced_motion="reduce")
    context.set_default_timeout(30_000)
    yield context
    context.close()


@pytest.fixture
def origin(server: LiveServer, settings: Settings) -> str:
    settings.WAGTAILADMIN_BASE_URL = server.url
    return server.url.replace("127.0.0.1", NAME)


@pytest.fixture
def asked(server: LiveServer) -> Iterator[list[str]]:
    """What has been asked of the paper by its own name."""
    found: list[str] = []

    def note(environ: dict[str, Any], **_kwargs: object) -> None:
        if not environ["HTTP_HOST"].startswith(NAME):
            found.append(environ["PATH_INFO"])

    request_started.connect(note)
    yield found
    request_started.disconnect(note)


@pytest.fixture
def log(paper: FrontPage) -> Source:
    log = source("Log", publisher="Harbour Board", language="en")
    add_article(paper, "The gate", slug="gate", body=[leaning(log)])
    return log


def taken(source: Source, content: dict[str, tuple[str, bytes]], **means: Any) -> Capture:
    """A real copy of a page, whose site is gone afterwards."""
    capture = Capture(source=source, status=Status.TAKEN, asked_at=ASKED)
    with Site(content) as site:
        told = Means(browser=means.get("browser"), reach=site.reach())
        copy = take_copy(site.url("/"), capture.path, means=told)
    for name, value in what_is_said(copy).items():
        setattr(capture, name, value)
    capture.save(force_insert=True)
    return capture


def archived(page: Page) -> Frame:
    """The frame of the archived page, once it has told what became of its attempts."""
    expect(hostile_heading(page)).to_be_visible()
    frame = page.frame_locator(".replay iframe").frame_locator("iframe")
    expect(frame.locator("#told")).not_to_be_empty()
    return next(each for each in page.frames if "mp_/" in each.url)


def hostile_heading(page: Page) -> Locator:
    frame = page.frame_locator(".replay iframe").frame_locator("iframe")
    return frame.get_by_role("heading", name="Text of the copy")


def of_hostile(asked: list[str]) -> list[str]:
    return [path for path in asked if "taken" in path]


def replay_hostile(page: Page, capture: Capture) -> dict[str, str]:
    page.goto(f"/en/sources/{capture.source_id}/")
    page.get_by_role("button", name=REPLAY).click()
    told: dict[str, str] = json.loads(archived(page).locator("#told").inner_text())
    return told


@pytest.mark.parametrize("player", ["turned against us", pytest.param("real", marks=needs_player)])
def test_hostile_page_reaches_nothing_of_the_paper(
    player: str,
    page: Page,
    log: Source,
    origin: str,
    server: LiveServer,
    asked: list[str],
    sign_in: Callable[..., None],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    text = hostile(server.url)
    if player == "real":
        install_player(settings, tmp_path, origin)
        capture = taken(log, {"/": ("text/html; charset=utf-8", text.encode())})
    else:
        install_stand_in(settings, monkeypatch, origin=origin, page=text)
        capture = captured(log)
    (capture.path / "view.html").write_text(text)
    sign_in(member("Editor", "Ada"))

    page.goto(f"/en/sources/{log.pk}/")
    flat = page.frame_locator(".replay iframe")
    expect(flat.get_by_role("heading", name="Text of the copy")).to_be_visible()
    expect(flat.locator("#told")).to_be_empty()
    cookies = page.context.cookies(server.url)
    told = replay_hostile(page, capture)
    archived(page).evaluate(LEAVE.replace("SITE", server.url))
    expect(hostile_heading(page)).to_have_count(0)

    assert len(told) > 40
    assert of_hostile(asked) == []
    assert page.context.cookies(server.url) == cookies
    assert "session" in [each["name"] for each in cookies]
    assert "Log" in page.title()
    assert page.url == f"{server.url}/en/sources/{log.pk}/"
    assert "gate" not in json.dumps(told)


def test_attempts_arrive_where_nothing_holds_them(
    page: Page,
    log: Source,
    origin: str,
    server: LiveServer,
    asked: list[str],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: with less of a wall, and with none, the same page reaches the paper, and it is seen."""
    install_stand_in(settings, monkeypatch, origin=origin, page=hostile(server.url))
    monkeypatch.setattr(policies, "ARCHIVED", OPEN)

    replay_hostile(page, captured(log))
    without_policy = arrived(asked)
    page.route(
        "**/control/",
        lambda route: route.fulfill(body=hostile(server.url), content_type="text/html"),
    )
    page.goto("/control/")
    expect(page.locator("#told")).not_to_be_empty()

    assert {"frame", "own-socket", "refresh", "object"} <= without_policy
    assert "image" not in without_policy  # the worker lets nothing past, whatever the policy
    assert {"image", "own-no-cors", "fresh-xhr", "own-beacon", "worker", "form"} <= arrived(asked)
    assert "taken" in [each["name"] for each in page.context.cookies(server.url)]


DIARY = """<!doctype html><h1>Text of the copy</h1><p id="told"></p><script>
const me = location.pathname.split("/")[2];
const above = location.hostname.replace(/^[0-9a-f]{32}[.]/, "");
localStorage.setItem(me, "was here");
document.cookie = `${me}=1; domain=${above}; path=/; SameSite=None; Secure`;
caches.open(me).then(() => caches.keys()).then((names) => {
  const found = { storage: Object.keys(localStorage), cookies: document.cookie, caches: names };
  told.textContent = JSON.stringify(found);
});
</script>"""
"""An archived page that keeps something, and tells what it finds."""
OLDER = """Object.defineProperty(HTMLIFrameElement.prototype, "credentialless", { set() {} });"""
"""A browser that knows no frames without credentials."""


@pytest.mark.parametrize(("has_own", "is_older"), [(True, False), (False, False), (False, True)])
def test_copies_find_nothing_of_each_other(
    has_own: bool,
    is_older: bool,
    page: Page,
    paper: FrontPage,
    origin: str,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: at one host for all, in a browser that keeps them in one place, they do."""
    if is_older:
        page.add_init_script(OLDER)
    where = origin.replace("//", "//*.") if has_own else origin
    install_stand_in(settings, monkeypatch, origin=where, page=DIARY)
    sources = [source("Log"), source("Other")]
    add_article(paper, "The gate", body=[leaning(each) for each in sources])
    copies = [captured(each) for each in sources]

    told = []
    for copy in copies:
        page.goto(f"/en/sources/{copy.source_id}/")
        page.get_by_role("button", name=REPLAY).click()
        told.append(json.loads(archived(page).locator("#told").inner_text()))

    kept, passed = (
        {name for name, found in each.items() if copies[0].folder in str(found)} for each in told
    )
    assert kept >= ({"storage"} if is_older else {"storage", "cookies", "caches"})
    assert bool(passed) is is_older, passed


def arrived(asked: list[str]) -> set[str]:
    return {path.removeprefix("/taken/") for path in of_hostile(asked)}


@needs_player
def test_page_is_replayed_with_its_scripts_once_its_site_is_gone(
    page: Page, log: Source, origin: str, settings: Settings, tmp_path: Path
) -> None:
    program = find_browser("")
    if program is None:
        pytest.skip("no browser to take copies with")
    install_player(settings, tmp_path, origin)
    taken(log, CONTENT, browser=program)

    page.goto(f"/en/sources/{log.pk}/")
    page.get_by_role("button", name=REPLAY).click()
    frame = page.frame_locator(".replay iframe").frame_locator("iframe")
    expect(frame.locator("#late")).to_have_text(f"JS-INSERTED: {SAID}")
    expect(frame.frame_locator("iframe").locator("p")).to_have_text("Text within the frame")
    assert_accessible_by_day_and_night(page, within="main")
    page.get_by_role("button", name="Flat view").click()

    flat = page.frame_locator(".replay iframe")
    expect(flat.get_by_role("heading", name="Ready by November")).to_be_visible()


def install_player(settings: Settings, folder: Path, origin: str) -> None:
    settings.PLAYER_ROOT = folder / "player"
    settings.EVIDENCE = EvidenceConfig(origin=origin)
    install(from_archive(Path(PACKAGE)))
