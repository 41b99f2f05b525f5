"""An article from its first word to its withdrawal, as its editor goes through it."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from wagtail.models import Revision

from rotativa.articles.models import Article, FrontPage, Section
from tests.browser.desk import Desk, member
from tests.factories.articles import add_article, add_group, translate

# Wagtail takes what is typed in a form's first seconds for how the form began.
LOOKS_FOR_EDITS = """addEventListener("w-unsaved:watch-edits", () =>
    document.documentElement.toggleAttribute("data-looks-for-edits", true))"""


def status(page: Page, path: str) -> tuple[int, str]:
    """What a reader who is not signed in gets, and where it leads."""
    answer = page.request.get(path, headers={"Cookie": ""}, max_redirects=0)
    return answer.status, answer.headers.get("location", "")


@pytest.mark.parametrize(
    ("language", "section", "skip"),
    [
        ("English", "River", "Skip to main content"),
        ("Spanish", "Río", "Saltar al contenido principal"),
    ],
)
def test_editor_writes_previews_and_publishes(
    desk: Desk,
    page: Page,
    paper: FrontPage,
    front_es: FrontPage,
    language: str,
    section: str,
    skip: str,
) -> None:
    translate(add_group(Section, paper.locale, "River"), front_es.locale, "Río")
    desk.sign_in(member("Editor", "Ada"))
    desk.begin(language, "The gate at the weir")
    page.get_by_role("textbox", name="Deck").fill("It opened in the night.")
    desk.choose_section(section)
    desk.add_block("Heading").get_by_role("textbox").first.fill("What was seen")
    desk.write("The river rose.")

    seen = desk.preview()
    expect(seen.get_by_role("heading", name="The gate at the weir")).to_be_visible()
    expect(seen.locator(".prose")).to_contain_text("What was seen")
    expect(seen.locator(".prose")).to_contain_text("The river rose.")
    expect(seen.locator(".kicker")).to_have_text(section)
    expect(seen.locator(".skip")).to_have_text(skip)

    desk.save_draft()
    assert not Article.objects.get().live
    desk.finish("Publish")

    article = Article.objects.get()
    assert (article.slug, article.live) == ("the-gate-at-the-weir", True)
    page.goto(str(article.url))
    expect(page.get_by_role("heading", name="The gate at the weir")).to_be_visible()
    expect(page.locator(".prose")).to_contain_text("The river rose.")


def test_two_revisions_are_compared(desk: Desk, page: Page, paper: FrontPage) -> None:
    article = add_article(paper, "The gate", slug="gate", deck="It opened at night.")
    desk.enter(member("Editor", "Ada"))
    desk.edit(article)
    page.get_by_role("textbox", name="Deck").fill("It opened at noon.")
    desk.save_draft()

    page.goto(f"/desk/pages/{article.pk}/history/")
    page.get_by_role("row", name="Draft saved").get_by_role("button", name="Actions").click()
    page.get_by_role("link", name="Compare with previous version").click()

    changes = page.get_by_role("row", name="Deck:")
    expect(changes.locator(".deletion")).to_have_text(["night."])
    expect(changes.locator(".addition")).to_have_text(["noon."])
    assert Article.objects.get().deck == "It opened at night."


def test_article_is_scheduled(desk: Desk, page: Page, paper: FrontPage) -> None:
    desk.enter(member("Editor", "Ada"))
    desk.begin("English", "The gate")
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    dialog = page.get_by_role("dialog", name="Set publishing schedule")
    dialog.get_by_label("Go live date/time").fill("2126-04-16 09:00")
    dialog.get_by_role("button", name="Save schedule").press("Enter")
    desk.save_draft()

    desk.finish("Schedule to publish")

    expect(desk.message).to_contain_text("scheduled for publishing")
    desk.filter("State").get_by_label("Scheduled").check()
    expect(page).to_have_url(re.compile("state=scheduled"))
    desk.expect_listed("The gate")
    assert not Article.objects.get().live


def test_withdrawn_article_is_gone_for_readers(desk: Desk, page: Page, paper: FrontPage) -> None:
    article = add_article(paper, "The gate", slug="gate")
    desk.enter(member("Editor", "Ada"))
    assert status(page, "/en/2026/04/16/gate/") == (200, "")
    desk.edit(article)
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("link", name="Unpublish").click()

    page.get_by_role("button", name="Yes, unpublish it").click()

    expect(desk.message).to_contain_text("unpublished")
    assert status(page, "/en/2026/04/16/gate/") == (410, "")


def test_old_address_leads_to_the_new_one(desk: Desk, page: Page, paper: FrontPage) -> None:
    article = add_article(paper, "The gate", slug="gate")
    desk.enter(member("Editor", "Ada"))
    desk.edit(article)
    page.get_by_role("tab", name="Promote").click()
    page.get_by_role("textbox", name="Slug").fill("flood-gate")

    desk.finish("Publish")

    assert status(page, "/en/2026/04/16/flood-gate/") == (200, "")
    assert status(page, "/en/2026/04/16/gate/") == (301, "/en/2026/04/16/flood-gate/")


def test_autosave_leaves_one_line_in_the_history(
    desk: Desk, page: Page, paper: FrontPage, settings: Settings
) -> None:
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 50
    article = add_article(paper, "The gate", slug="gate")
    page.add_init_script(LOOKS_FOR_EDITS)
    desk.enter(member("Editor", "Ada"))
    desk.edit(article)
    deck = page.get_by_role("textbox", name="Deck")
    for words in ("One.", "One. Two.", "One. Two. Three."):
        expect(page.locator("html[data-looks-for-edits]")).to_be_attached()
        with page.expect_response(lambda answer: answer.url.endswith("/edit/")) as saved:
            deck.fill(words)
        assert saved.value.json()["success"]

    page.goto(f"/desk/pages/{article.pk}/history/")

    lines = page.locator("main table tbody tr td:first-child")
    expect(lines).to_contain_text(["Draft saved", "Published"])
    article.refresh_from_db()
    assert article.get_latest_revision_as_object().deck == "One. Two. Three."
    assert Revision.objects.for_instance(article).count() == 2
