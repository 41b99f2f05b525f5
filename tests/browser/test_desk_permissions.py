"""A contributor submits, an editor approves; an author publishes what is hers, and nothing else."""

from playwright.sync_api import Page, expect

from rotativa.articles.models import Article, FrontPage
from tests.browser.desk import Desk, member
from tests.factories.articles import add_article


def test_contributor_submits_and_an_editor_approves(
    desk: Desk, page: Page, paper: FrontPage
) -> None:
    ada, bo = member("Editor", "Ada"), member("Contributor", "Bo")
    desk.enter(bo)
    desk.begin("English", "The gate")
    assert desk.actions() == ["Submit to Editors"]
    desk.finish("Submit to Editors")
    expect(desk.message).to_contain_text("submitted for moderation")

    desk.enter(ada)
    waiting = page.get_by_role("region", name="Awaiting your review")
    waiting.get_by_role("link", name="The gate").click()
    desk.finish("Approve and Publish")

    article = Article.objects.get()
    assert (article.live, article.owner) == (True, bo)


def test_author_publishes_only_what_is_hers(desk: Desk, page: Page, paper: FrontPage) -> None:
    add_article(paper, "Theirs", slug="theirs")
    desk.enter(member("Author", "Chi"))
    desk.begin("English", "Hers")
    desk.finish("Publish")
    assert Article.objects.get(title="Hers").live

    desk.expect_listed("Hers")
    desk.edit(Article.objects.get(title="Theirs"))

    expect(page.locator(".messages .error")).to_contain_text("do not have permission")


def test_html_is_offered_to_those_who_may_write_it(
    desk: Desk, page: Page, paper: FrontPage
) -> None:
    old = add_article(paper, "Old", slug="old", body=[("html", "<p>Tides</p>")])
    ada, root = member("Editor", "Ada"), member("Administrator", "Root")

    desk.enter(root)
    desk.begin("English", "The gate")
    assert "HTML" in desk.offered_blocks()

    desk.enter(ada)
    desk.begin("English", "The gate")
    offered = desk.offered_blocks()
    assert ("HTML" in offered, "Markdown" in offered) == (False, True)

    desk.edit(old)
    expect(page.get_by_role("region", name="HTML")).to_be_visible()
    page.get_by_role("textbox", name="Headline").fill("Older")
    desk.save_draft()
    revision = Article.objects.get().get_latest_revision_as_object()
    assert (revision.title, str(revision.body[0].value)) == ("Older", "<p>Tides</p>")
