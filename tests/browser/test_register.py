"""A passkey opens an account. How a reader makes one: test_journey.py."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from rotativa.articles.models import FrontPage
from tests.browser.accessibility import assert_accessible, assert_accessible_by_day_and_night
from tests.browser.conftest import PATIENCE
from tests.readers.doors import CHI, add_reader, latest_code


@pytest.fixture
def local(chromium: Browser, server: LiveServer, settings: Settings) -> Iterator[Page]:
    """Passkeys are for names of hosts, not for numbers."""
    settings.ALLOWED_HOSTS = ["localhost"]
    url = server.url.replace("127.0.0.1", "localhost")
    context = chromium.new_context(base_url=url, reduced_motion="reduce")
    context.set_default_timeout(1000 * PATIENCE)
    yield context.new_page()
    context.close()


def with_authenticator(page: Page) -> None:
    """Until another session of the developer tools ends, such as that of the accessibility tree."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def enter_by_code(page: Page) -> None:
    page.goto("/en/-/sign-in/")
    page.get_by_label("E-mail address", exact=True).fill(CHI)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Six-digit code").fill(latest_code())
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(re.compile(r"/en/$"))


def test_passkey_opens_the_account(local: Page, paper: FrontPage) -> None:
    add_reader()
    enter_by_code(local)

    local.goto("/en/-/account/security/")
    assert_accessible_by_day_and_night(local)
    with_authenticator(local)
    local.get_by_role("link", name="Add a passkey").click()
    assert_accessible(local)
    local.get_by_role("button", name="Add a passkey").click()
    expect(local.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert_accessible(local)
    for path in ("", "sessions/", "leave/", "app/", "password/", "address/"):
        local.goto(f"/en/-/account/{path}")
        assert_accessible(local)
    local.goto("/en/-/account/")
    local.get_by_role("main").get_by_role("button", name="Sign out").click()

    local.goto("/en/-/sign-in/?next=/en/-/account/security/")
    local.get_by_role("button", name="Use a passkey").click()

    local.wait_for_url("**/account/security/")
    expect(local.locator(".rows b")).to_have_text("Passkey 1")
