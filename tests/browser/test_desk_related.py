"""An editor adds earlier coverage that the desk suggests, with one press each."""

from playwright.sync_api import expect

from rotativa.articles.models import Article, FrontPage
from rotativa.newsroom.groups import EDITOR
from tests.browser.desk import Desk, member
from tests.factories.articles import add_article


def test_suggested_article_becomes_earlier_coverage(desk: Desk, paper: FrontPage) -> None:
    earlier = add_article(paper, "The weir was closed")
    article = add_article(paper, "The weir is open", is_live=False)
    desk.enter(member(EDITOR, "Ada"))
    desk.edit(article)

    desk.page.get_by_role("button", name="Toggle related articles").click()
    desk.page.get_by_role("button", name="Suggest articles").click()
    desk.page.get_by_role("button", name="Add “The weir was closed” to earlier coverage").click()

    expect(desk.page.locator("#id_earlier_coverage-0-earlier")).to_have_value(str(earlier.pk))
    desk.save_draft()
    draft: Article = Article.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert [link.earlier_id for link in draft.earlier_coverage.all()] == [earlier.pk]
