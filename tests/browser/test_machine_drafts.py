"""A machine drafts a translation, and an editor answers for it before readers have it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from rotativa.articles.models import Article, FrontPage
from tests.articles.translators.machine import Machine, running_machine
from tests.browser.accessibility import assert_accessible_by_day_and_night
from tests.browser.desk import Desk, member
from tests.factories.articles import add_article

PANEL = '[data-side-panel="translations"]'
UNCHECKED = "A machine wrote this draft, and nobody has checked it yet."


@pytest.fixture
def machine(settings: Settings) -> Iterator[Machine]:
    """LibreTranslate's API, on this machine: it knows how to write in capitals."""
    with running_machine() as found:
        settings.TRANSLATOR = found.config
        yield found


def test_machine_draft_is_asked_for_checked_and_published(
    machine: Machine, desk: Desk, page: Page, paper: FrontPage, front_es: FrontPage
) -> None:
    body = [("paragraph", '<p>The river rose. <a href="https://river.example/">See</a> it.</p>')]
    gate = add_article(paper, "The gate", slug="gate", deck="It opened at night", body=body)
    desk.sign_in(member("Editor", "Ada"))

    ask_beside_translate_to(desk, gate)
    copy = Article.objects.get(locale=front_es.locale)
    assert (copy.live, copy.slug) == (False, "la-compuerta")
    assert page.request.get("/es/").text().count("THE RIVER") == 0

    see_it_in_the_grid(desk)
    check_it(desk, copy)
    desk.finish("Publish")

    copy.refresh_from_db()
    page.goto(str(copy.get_url()).removeprefix("https://paper.example"))
    expect(page.get_by_role("heading", name="La compuerta")).to_be_visible()
    expect(page.get_by_text("IT OPENED AT NIGHT")).to_be_visible()
    expect(page.get_by_text("THE RIVER ROSE.")).to_be_visible()
    expect(page.get_by_role("link", name="SEE")).to_have_attribute("href", "https://river.example/")


def ask_beside_translate_to(desk: Desk, article: Article) -> None:
    page = desk.page
    desk.edit(article)
    page.get_by_role("button", name="Toggle translations").click()
    page.locator(PANEL).get_by_role("link", name="Translate to Spanish").click()
    page.get_by_label("Headline in that language").fill("La compuerta")
    page.get_by_label("Have a machine draft it").check()
    assert_accessible_by_day_and_night(page, within="main form")
    page.get_by_role("button", name="Make the draft").click()
    expect(desk.message).to_contain_text("“The gate” will be drafted in Spanish.")
    row = page.get_by_role("row", name="The gate")
    expect(row).to_contain_text("1 text that an editor has written was kept.")


def see_it_in_the_grid(desk: Desk) -> None:
    desk.page.goto("/desk/translations/")
    row = desk.page.get_by_role("row", name="The gate")
    expect(row.get_by_role("link", name="Machine draft")).to_be_visible()
    assert_accessible_by_day_and_night(desk.page, within="main table")
    row.get_by_role("link", name="Machine draft").click()


def check_it(desk: Desk, copy: Article) -> None:
    panel = desk.page.locator(PANEL)
    expect(panel).to_contain_text(UNCHECKED)
    expect(panel.locator(".original")).to_contain_text("The river rose.")
    panel.get_by_role("button", name="Mark as checked").click()
    expect(desk.message).to_contain_text("Checked: it says what its original says.")
    expect(panel).not_to_contain_text(UNCHECKED)
    desk.edit(copy)
