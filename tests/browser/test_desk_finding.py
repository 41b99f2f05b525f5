"""Editors find an article by what it is: language, section, author, state and date."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from rotativa.articles.models import Author, FrontPage, Section
from tests.browser.desk import Desk, member
from tests.factories.articles import NOON, add_article, add_group


def test_list_is_narrowed_filter_by_filter(
    desk: Desk, page: Page, paper: FrontPage, front_es: FrontPage
) -> None:
    river = add_group(Section, paper.locale, "River")
    bo = add_group(Author, paper.locale, "Bo Reyes")
    add_article(front_es, "Compuerta", slug="compuerta")
    add_article(paper, "Elsewhere", slug="elsewhere")
    add_article(paper, "Unsigned", slug="unsigned", section=river)
    add_article(paper, "Draft", slug="draft", section=river, authors=[bo], is_live=False)
    long_ago = NOON - timedelta(days=400)
    add_article(paper, "Old", slug="old", section=river, authors=[bo], at=long_ago)
    add_article(paper, "Gate", slug="gate", section=river, authors=[bo])
    desk.enter(member("Editor", "Ada"))
    desk.open_articles()
    desk.expect_listed("Gate", "Old", "Draft", "Unsigned", "Elsewhere", "Compuerta")

    desk.filter("Language").get_by_label("English").check()
    desk.expect_listed("Gate", "Old", "Draft", "Unsigned", "Elsewhere")
    desk.filter("Section").get_by_label("River").check()
    desk.expect_listed("Gate", "Old", "Draft", "Unsigned")
    desk.filter("Author").get_by_label("Author").select_option("Bo Reyes")
    desk.expect_listed("Gate", "Old", "Draft")
    desk.filter("State").get_by_label("Published", exact=True).check()
    desk.expect_listed("Gate", "Old")
    desk.filter("Published").get_by_role("textbox", name="Date from").fill("2026-01-01")
    desk.expect_listed("Gate")

    page.get_by_role("link", name="Gate", exact=True).click()
    expect(page.get_by_role("textbox", name="Headline")).to_have_value("Gate")
