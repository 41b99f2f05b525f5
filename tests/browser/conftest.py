"""A real Chromium on a real server. `page` fails on whatever a reader would not be told."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Condition

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.signals import request_finished, request_started
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from rotativa.people.models import User
from tests.another import committed
from tests.browser.desk import Desk
from tests.browser.watch import Watch
from tools.chromium import NoChromium, launch

PATIENCE = 60
"""Seconds until what does not come counts as missing. A machine that has others to serve takes its time
over a page of the desk; only a test that fails waits for so long.
"""
expect.set_options(timeout=1000 * PATIENCE)
LONGEST = (
    "test_imported_articles",
    "test_translations",
    "test_thread",
    "test_journey",
    "test_reader_languages",
)
"""Begun first, so that all processes end together."""


@pytest.hookimpl(tryfirst=True)  # before pytest-django sorts by who commits
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(committed)  # the server has its own connection
    items.sort(key=lambda item: item.path.stem not in LONGEST)


@pytest.fixture(scope="session")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    made_by_migrations = getattr(connection, "_test_serialized_contents", None)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's loop runs in this thread: Django takes us for asynchronous code from here on,
        # and gives us a connection that does not know what is to be put back.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        connection._test_serialized_contents = made_by_migrations  # type: ignore[attr-defined]  # as above
        try:
            browser = launch(playwright.chromium)
        except NoChromium as error:
            pytest.skip(str(error))
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _server_speaks_plain_http(settings: Settings) -> None:
    """The suite's site is public, and its cookies are for TLS; the server of a test has none."""
    settings.SESSION_COOKIE_NAME = "session"
    settings.CSRF_COOKIE_NAME = "csrf"
    settings.SIGNED_IN_COOKIE_NAME = "signed-in"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False


@pytest.fixture(scope="session", autouse=True)
def _requests_end_before_the_server(live_server: LiveServer) -> Iterator[None]:
    """A thread that closes its connection later than that finds the database no longer shared."""
    yield
    for thread in threading.enumerate():
        if thread.name.endswith("(process_request_thread)"):
            thread.join(PATIENCE)


@pytest.fixture
def watch(live_server: LiveServer) -> Watch:
    return Watch(origin=live_server.url)


@pytest.fixture
def server(live_server: LiveServer) -> Iterator[LiveServer]:
    """Done with its answers before the database is emptied, also when nobody waits for them."""
    idle = Condition()
    answering: list[object] = []

    def begins(**_kwargs: object) -> None:
        with idle:
            answering.append(object())

    def ends(**_kwargs: object) -> None:
        with idle:
            answering.pop()
            idle.notify_all()

    request_started.connect(begins)
    request_finished.connect(ends)
    yield live_server
    with idle:
        assert idle.wait_for(lambda: not answering, PATIENCE), "the server is still answering"
    request_started.disconnect(begins)
    request_finished.disconnect(ends)


@pytest.fixture
def context(chromium: Browser, server: LiveServer, watch: Watch) -> Iterator[BrowserContext]:
    """A browser with an empty profile, whose faults fail the test."""
    # Half-way through a change of colour, contrast is not what any reader is left with.
    context = chromium.new_context(base_url=server.url, reduced_motion="reduce")
    context.set_default_timeout(1000 * PATIENCE)
    watch.over(context)
    yield context
    context.close()
    assert watch.unexcused() == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def put_session(context: BrowserContext, user: User, settings: Settings, *, url: str) -> None:
    """As if the user had signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    name, value = str(settings.SESSION_COOKIE_NAME), str(session.session_key)
    context.add_cookies([{"name": name, "value": value, "url": url}])


@pytest.fixture
def sign_in(
    context: BrowserContext, live_server: LiveServer, settings: Settings
) -> Callable[[User], None]:
    return lambda user: put_session(context, user, settings, url=live_server.url)


@pytest.fixture
def desk(page: Page, sign_in: Callable[[User], None], settings: Settings) -> Desk:
    """Without autosave, which would save forms half filled in and at moments of its own."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    return Desk(page, sign_in)
