"""The report of sources that are gone, as an editor works through it."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from rotativa.articles.models import FrontPage
from rotativa.evidence.models import Check, Source
from tests.browser.accessibility import assert_accessible_by_day_and_night
from tests.browser.desk import Desk, member
from tests.factories.articles import add_article
from tests.factories.captures import captured
from tests.factories.evidence import leaning, source

NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)
STATES = ("gone", "changed", "quote")


@pytest.fixture
def lost(paper: FrontPage) -> list[Source]:
    rows = [source(name) for name in ("Log", "Film", "Notice")]
    add_article(paper, "The gate", body=[leaning(each) for each in rows])
    captured(rows[0])
    for row, state in zip(rows, STATES, strict=True):
        Check.objects.create(source=row, at=NOON, state=state, status=404, detail="It fell at two.")
        Source.objects.filter(pk=row.pk).update(
            state=state, state_since=NOON, told_at=NOON, checked_at=NOON, bad_in_row=3,
            next_check_at=NOON + timedelta(days=3650),
        )  # fmt: skip
    return rows


def test_report_is_worked_through_with_the_keyboard(
    desk: Desk, page: Page, lost: list[Source]
) -> None:
    desk.enter(member("Editor", "Ada"))
    page.goto("/desk/source-states/")
    rows = page.locator("#listing-results tbody tr")
    expect(rows).to_have_count(3)
    assert_accessible_by_day_and_night(page, within="#main")

    row = rows.filter(has_text="Log")
    fine = row.get_by_role("button", name="It is fine")
    expect(fine).to_have_accessible_description("Log")
    fine.focus()
    page.keyboard.press("Enter")

    expect(rows).to_have_count(2)
    expect(page.locator(".messages")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    over = "each => each.scrollWidth - each.clientWidth"
    assert page.locator(".w-breadcrumbs").evaluate(over) == 0, "the title is cut off"
    assert_accessible_by_day_and_night(page, within="#listing-results")
