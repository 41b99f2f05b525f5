"""A reader signs in and out on pages that are the same for everybody, with scripts and without."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from rotativa.articles.models import FrontPage, Section
from rotativa.people.models import User
from tests.browser.accessibility import assert_accessible, assert_accessible_by_day_and_night
from tests.factories.articles import add_article, add_group

PASSWORD = "a password of hers 5"
GATE = "/en/2026/04/16/gate/"


@pytest.fixture
def gate(paper: FrontPage, front_es: FrontPage) -> None:
    river = add_group(Section, paper.locale, "River")
    add_article(paper, "The gate", slug="gate", section=river)
    User.objects.create_superuser(
        "ada@paper.example", PASSWORD, first_name="Ada", last_name="Vidal of the Long Name"
    )


def fill_in(page: Page) -> None:
    page.get_by_label("E-mail address", exact=True).fill("ada@paper.example")
    page.get_by_label("Password (optional)").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


def test_stranger_costs_no_request(page: Page, gate: None) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(GATE)
    page.wait_for_load_state("networkidle")

    expect(page.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()
    assert [url for url in asked if url.endswith("account.js")]
    assert not [url for url in asked if "/-/" in url]


def test_reader_signs_in_and_out_and_stays_on_the_page(page: Page, gate: None) -> None:
    page.goto(GATE)
    tools = page.locator(".masthead__tools")
    tools.get_by_role("link", name="Sign in").click()
    assert_accessible(page)
    fill_in(page)

    page.wait_for_url(f"**{GATE}")
    expect(tools.get_by_text("Ada Vidal")).to_be_visible()
    expect(tools.get_by_role("link", name="Desk")).to_have_attribute("href", "/desk/")
    assert_accessible_by_day_and_night(page)
    tools.get_by_role("button", name="Sign out").click()

    page.wait_for_url(f"**{GATE}")
    expect(tools.get_by_role("link", name="Sign in")).to_be_visible()
    assert page.context.cookies() == [
        cookie for cookie in page.context.cookies() if cookie["name"] == "csrf"
    ]


def test_signed_in_reader_finds_it_in_the_menu_of_a_telephone(page: Page, gate: None) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"/en/-/sign-in/?next={GATE}")
    fill_in(page)
    page.wait_for_url(f"**{GATE}")

    page.get_by_role("button", name="Menu").click()

    menu = page.get_by_role("navigation", name="Main menu")
    expect(menu.get_by_text("Ada Vidal")).to_be_visible()
    expect(menu.get_by_role("button", name="Sign out")).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_without_scripts_the_links_work(chromium: Browser, server: LiveServer, gate: None) -> None:
    context = chromium.new_context(base_url=server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(GATE)
    tools = page.locator(".masthead__tools")
    tools.get_by_role("link", name="Sign in").click()
    fill_in(page)
    page.wait_for_url(f"**{GATE}")

    tools.get_by_role("link", name="Sign in").click()
    expect(page.get_by_role("heading", name="You are signed in")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    page.wait_for_url(f"**{GATE}")
    assert [each["name"] for each in context.cookies()] == ["csrf"]
    context.close()
