"""What the desk points out, as an editor comes to it."""

import re

from playwright.sync_api import Page, expect

from rotativa.articles.models import FrontPage
from tests.browser.accessibility import assert_accessible
from tests.browser.desk import Desk, member
from tests.factories.articles import add_article

HEADING = ("heading", {"text": "Why", "level": "2"})


def test_editor_looks_through_an_article_and_sets_its_quotes(
    desk: Desk, page: Page, paper: FrontPage
) -> None:
    article = add_article(paper, 'He said "no"', body=[HEADING])
    desk.enter(member("Editor", "Ada"))
    page.goto(f"/desk/pages/{article.pk}/edit/")
    page.get_by_role("button", name="Toggle what to look at").click()
    panel = page.locator(".findings")

    expect(panel.get_by_role("listitem")).to_have_count(4)
    expect(panel).to_contain_text("There is no deck")
    assert_accessible(page, rules=["color-contrast", "list", "button-name"])
    panel.get_by_role("button", name="Set quotes and dashes").click()

    expect(page.get_by_role("textbox", name="Headline")).to_have_value("He said “no”")
    expect(page.locator(".findings li")).to_have_count(3)


def test_checks_look_at_the_preview(desk: Desk, page: Page, paper: FrontPage) -> None:
    article = add_article(paper, "The gate", deck="Four questions", body=[HEADING])
    desk.enter(member("Editor", "Ada"))
    page.goto(f"/desk/pages/{article.pk}/edit/")

    page.get_by_role("button", name="Toggle checks").click()

    expect(page.get_by_role("heading", name="Reading time").first).to_be_visible()
    expect(page.get_by_text(re.compile(r"^\d+ mins?$"))).to_be_visible()
