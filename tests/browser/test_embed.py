"""A film of another site: nothing is asked of it until the reader presses play."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, Route, expect

from rotativa.articles.models import FrontPage
from rotativa.pages.models import EmbedCard, PlainPage
from tests.browser.accessibility import assert_accessible_by_day_and_night
from tests.browser.watch import Watch

FILM = "https://www.youtube.com/watch?v=linnet-0214"
PLAYER = "https://www.youtube-nocookie.com/embed/linnet-0214?autoplay=1&rel=0"


@pytest.fixture
def story(page: Page, paper: FrontPage) -> Page:
    """A page with a film, and a site that has its player."""
    EmbedCard.objects.create(
        url=FILM, state="ready", title="The gate", requested_at=datetime.now(UTC)
    )
    video = ("video", {"url": FILM, "title": "", "caption": ""})
    weir = paper.add_child(instance=PlainPage(title="The weir", slug="weir", body=[video]))
    page.route("https://www.youtube-nocookie.com/**", play)
    page.route("https://www.youtube.com/**", play)
    page.goto(str(weir.get_url()))
    return page


def play(route: Route) -> None:
    route.fulfill(body="<!doctype html><title>Player</title>Playing", content_type="text/html")


def test_film_plays_in_the_page_after_a_press(story: Page, watch: Watch) -> None:
    expect(story.locator("iframe")).to_have_count(0)
    assert_accessible_by_day_and_night(story)
    assert watch.faults == []  # no stranger was asked for anything

    story.get_by_role("link", name="Play here").press("Enter")

    frame = story.locator("figure.embed iframe")
    expect(frame).to_be_focused()
    expect(frame).to_have_attribute("src", PLAYER)
    expect(frame).to_have_attribute("title", "The gate")
    expect(frame).to_have_attribute("referrerpolicy", "strict-origin-when-cross-origin")
    expect(frame.content_frame.locator("body")).to_contain_text("Playing")
    expect(story.locator("figure")).not_to_contain_text("Nothing is asked")
    expect(story.get_by_role("link", name="Open on youtube.com")).to_have_attribute("href", FILM)
    assert watch.faults == [f"request to a stranger: {PLAYER}"]
    watch.excuse(PLAYER)


def test_link_leads_to_the_site_without_the_script(story: Page, watch: Watch) -> None:
    story.route("**/embed.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    story.reload()

    story.get_by_role("link", name="Play here").click()

    expect(story).to_have_url(FILM)
    watch.excuse("youtube.com")


def test_no_other_site_can_be_framed(story: Page, watch: Watch) -> None:
    story.get_by_role("link", name="Play here").evaluate(
        "link => { link.dataset.player = 'https://www.youtube.com/' }"
    )

    with story.expect_console_message(lambda message: "frame-src" in message.text):
        story.get_by_role("link", name="Play here").click()

    expect(story.locator("figure.embed iframe")).to_have_count(1)
    assert ["frame-src" in fault for fault in watch.faults] == [True]
    watch.excuse("frame-src")
