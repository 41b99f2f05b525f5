"""An editor goes through a queue by keys alone; the browser of a newcomer works while they write."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from rotativa.articles.models import FrontPage
from rotativa.comments.models import Comment, Decision
from rotativa.comments.rules import Status
from rotativa.people.models import User
from tests.browser.accessibility import assert_accessible
from tests.browser.desk import Desk, member
from tests.comments.doors import added, form_of
from tests.factories.articles import add_article
from tests.readers.doors import add_reader


def test_queue_is_worked_off_by_keys_alone(
    desk: Desk, page: Page, paper: FrontPage, sign_in: Callable[[User], None]
) -> None:
    gate = add_article(paper, "The gate", slug="gate")
    chi = add_reader()
    for number in range(4):
        added(gate, f"Waits {number}", chi, status=Status.PENDING)
    desk.enter(member("Editor", "Ada"))
    page.goto("/desk/reader-comments/")
    page.get_by_text("Keys", exact=True).click()
    assert_accessible(page)
    focused = page.locator("tr:focus .comments-cell__text")

    for key in ("a", "s"):  # nothing has the focus
        page.keyboard.press(key)
    page.keyboard.press("j")
    expect(focused).to_have_text("Waits 0")
    page.keyboard.press("a")
    expect(focused).to_have_text("Waits 1")
    page.keyboard.press("n")
    page.keyboard.type("jars of spam")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("jars of spam")).to_be_visible()
    for key in ("j", "j", "k", "j"):
        page.keyboard.press(key)
    expect(focused).to_have_text("Waits 2")
    page.keyboard.press("s")
    expect(focused).to_have_text("Waits 3")
    page.keyboard.press("Alt+s")
    page.keyboard.press("x")
    expect(page.get_by_role("link", name="Approve the selected comments")).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator(".comments-cell")).to_have_count(1)

    states = Comment.objects.order_by("pk").values_list("status", flat=True)
    assert list(states) == ["approved", "pending", "spam", "rejected"]
    assert Decision.objects.filter(note="jars of spam").count() == 1
    sign_in(chi)
    page.goto(form_of(gate))
    proof = page.locator("[data-puzzle]")
    expect(proof).to_have_value(re.compile(r"^\d+\.[0-9a-f]{64}\."), timeout=60_000)
