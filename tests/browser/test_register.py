"""A reader makes an account with the keyboard alone, and a passkey opens it."""

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from rotativa.articles.models import FrontPage
from tests.browser.accessibility import assert_accessible, assert_accessible_by_day_and_night
from tests.factories.articles import add_article
from tests.readers.doors import CHI, add_reader, latest_code

WORDS = {
    "en": ("Sign in", "Create one", "Create my account", "Continue", "Enter your code"),
    "es": ("Iniciar sesión", "Crear una", "Crear mi cuenta", "Continuar", "Introduzca su código"),
}


def tab_to(page: Page, words: str) -> None:
    """As somebody does who sees where the focus is."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.textContent.trim()")
        if focused == words:
            return
    raise AssertionError(f"The keyboard never comes to {words}")


def press(page: Page, words: str) -> None:
    tab_to(page, words)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("language", ["en", "es"])
def test_reader_registers_by_code_with_the_keyboard_alone(
    page: Page, paper: FrontPage, front_es: FrontPage, language: str
) -> None:
    front = {"en": paper, "es": front_es}[language]
    add_article(front, "The gate", slug="gate")
    gate = f"/{language}/2026/04/16/gate/"
    sign_in, create, make, go_on, heading = WORDS[language]

    page.goto(gate)
    press(page, sign_in)
    page.wait_for_url(re.compile(r"/-/sign-in/\?next="))
    assert_accessible_by_day_and_night(page)
    press(page, create)
    page.wait_for_url(re.compile(r"/-/register/\?next="))
    assert_accessible(page)
    page.locator("#id_email").focus()
    page.keyboard.type(CHI)
    page.keyboard.press("Tab")
    page.keyboard.type("C")
    press(page, make)
    expect(page.locator("#id_shown_name-error")).to_be_visible()
    assert_accessible_by_day_and_night(page)
    page.locator("#id_shown_name").focus()
    page.keyboard.press("End")
    page.keyboard.type("hi")
    press(page, make)

    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.activeElement.id") == "id_code"
    page.keyboard.type(latest_code())
    press(page, go_on)

    page.wait_for_url(f"**{gate}")
    expect(page.locator(".masthead__tools").get_by_text("Chi", exact=True)).to_be_visible()
    assert [each.to for each in mail.outbox] == [[CHI]]


@pytest.fixture
def local(chromium: Browser, server: LiveServer, settings: Settings) -> Iterator[Page]:
    """Passkeys are for names of hosts, not for numbers."""
    settings.ALLOWED_HOSTS = ["localhost"]
    url = server.url.replace("127.0.0.1", "localhost")
    context = chromium.new_context(base_url=url, reduced_motion="reduce")
    context.set_default_timeout(10_000)
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
