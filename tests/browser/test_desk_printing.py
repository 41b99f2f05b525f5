"""An editor finds the page that fails, has it printed again, and sees that it is."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from rotativa.articles.models import FrontPage
from rotativa.pages.keys import Address, Kind
from rotativa.press.actions import add_addresses, mark_all, tend_reprints
from rotativa.press.models import Printing, Reprint
from tests.browser.accessibility import assert_accessible_by_day_and_night
from tests.browser.desk import Desk, member


def call_fresh() -> None:
    """All pages of the paper, though no clock runs beside these tests."""
    now = timezone.now()
    mark_all(at=now, why="site")
    Printing.objects.update(state="fresh", printed_at=now)
    Reprint.objects.all().delete()


def test_failing_page_is_found_and_printed_again(desk: Desk, page: Page, paper: FrontPage) -> None:
    call_fresh()
    Printing.objects.filter(path="/en/").update(state="failing", last_error="The page fails. Oh.")
    waiting = [Address(f"/en/{number}/", Kind.OTHER, "en") for number in range(60)]
    add_addresses(waiting, at=timezone.now(), why="site")
    fresh = Printing.objects.filter(state="fresh").count()
    desk.enter(member("Editor", "Ada"))

    page.get_by_role("button", name="Reports").click()
    page.get_by_role("link", name="Printed pages").click()
    first = page.locator("#listing-results tbody tr").first
    expect(first).to_contain_text("The page fails. Oh.")
    expect(first.locator(".w-status")).to_have_text("failing")
    assert_accessible_by_day_and_night(page)

    first.get_by_role("button", name="Print again").click()
    expect(desk.message).to_contain_text("/en/ will be printed again.")
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="/en/", exact=True))
    expect(row.locator(".w-status")).to_have_text("stale")

    # What the clock would do now is done here, and seen without reloading, though the row stands
    # on the second page of the list by now.
    Printing.objects.filter(path="/en/").update(state="fresh", printed_at=timezone.now(), why="")
    expect(row.locator(".w-status")).to_have_text("fresh")
    expect(page.locator("#printing-figures")).to_contain_text(f"Fresh: {fresh + 1}")


def test_several_pages_are_chosen_and_everything_is_followed_and_stopped(
    desk: Desk, page: Page, paper: FrontPage
) -> None:
    call_fresh()
    desk.enter(member("Editor", "Ada"))
    page.goto("/desk/printed-pages/")

    for path in ("/en/", "/es/"):
        row = page.get_by_role("row").filter(has=page.get_by_role("link", name=path, exact=True))
        row.get_by_role("checkbox").check()
    page.get_by_role("link", name="Print the selected pages again").click()
    expect(page.locator("main")).to_contain_text("These pages will be printed again:")
    assert_accessible_by_day_and_night(page)
    page.get_by_role("button", name="Print again").click()
    expect(desk.message).to_contain_text("2 pages will be printed again.")

    page.get_by_role("button", name="Print everything again").click()
    expect(page.locator("#printing-progress")).to_contain_text("in a moment")
    tend_reprints(at=timezone.now() + timedelta(seconds=10))
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert_accessible_by_day_and_night(page)
    page.get_by_role("button", name="Stop it").click()
    expect(page.get_by_role("button", name="Print everything again")).to_be_visible()
