"""The watch sees what it is there for: each test plants a fault and expects it."""

import pytest

from rotativa.people.models import User
from tests.browser.accessibility import assert_accessible, assert_accessible_by_day_and_night

GOOD = (
    "<!doctype html><html lang=en><title>Ferry</title><main><h1>Ferry</h1><p>It sails.</p></main>"
)
PALE_AT_NIGHT = (
    "<style>@media (prefers-color-scheme: dark) { main { background: black; color: #333 } }</style>"
)


def test_good_page_has_no_faults(page, watch):
    page.set_content(GOOD)

    assert_accessible_by_day_and_night(page)
    assert watch.faults == []


@pytest.mark.parametrize(
    ("markup", "finding"),
    [
        (GOOD.replace("<p>", "<img src='data:,'><p>"), "image-alt"),
        (GOOD.replace(" lang=en", ""), "html-has-lang"),
        (GOOD + PALE_AT_NIGHT, "color-contrast"),
    ],
)
def test_inaccessible_page_fails(page, markup, finding):
    page.set_content(markup)

    with pytest.raises(AssertionError, match=finding):
        assert_accessible_by_day_and_night(page)


def test_contrast_is_looked_at_in_both_schemes(page):
    page.set_content(GOOD + PALE_AT_NIGHT)

    assert_accessible(page)


def test_console_and_exceptions_are_heard(page, watch):
    page.set_content(GOOD)

    page.evaluate("console.error('the press is jammed')")
    with page.context.expect_event("weberror"):
        page.evaluate("setTimeout(() => { throw new Error('no paper') })")

    assert ["the press is jammed" in fault for fault in watch.faults] == [True, False]
    assert "exception in a script: no paper" in watch.faults[1]
    watch.excuse("the press is jammed")
    assert len(watch.unexcused()) == 1
    watch.excuse("no paper")


def test_request_to_a_stranger_is_seen_and_goes_nowhere(page, watch):
    page.set_content(GOOD)

    answer = page.evaluate("fetch('http://stranger.example/').catch(error => error.message)")

    assert answer == "Failed to fetch"
    assert "request to a stranger: http://stranger.example/" in watch.faults
    watch.excuse("stranger.example")


def test_violation_of_the_policy_is_heard(page, watch, live_server):
    page.route(
        "**/policy",
        lambda route: route.fulfill(
            body=GOOD + "<script>document.title = 'Changed'</script>",
            headers={"Content-Security-Policy": "script-src 'self'", "Content-Type": "text/html"},
        ),
    )

    page.goto("/policy")

    assert page.title() == "Ferry"
    [fault] = watch.faults
    assert "Content Security Policy" in fault
    watch.excuse("Content Security Policy")


def test_session_reaches_the_desk(page, watch, paper, sign_in):
    ada = User.objects.create_superuser("ada@paper.example", first_name="Ada")

    page.goto("/desk/")
    assert "/-/sign-in/" in page.url

    sign_in(ada)
    page.goto("/desk/")
    assert page.url.endswith("/desk/")
    assert "Ada" in page.locator("main").inner_text()
