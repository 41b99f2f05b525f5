"""axe-core over a page as it stands, and what Chromium tells of it: any finding fails."""

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

from tools.accessibility_tree import faults_in_tree

ONLY_COLOURS = ("color-contrast", "link-in-text-block")
# Axe waits by timers, which rest in a browser without scripts; promises go on.
WITHOUT_TIMERS = "() => { window.setTimeout = work => { Promise.resolve().then(work); }; }"


def assert_accessible(
    page: Page, *, rules: Sequence[str] = (), within: str = "html", has_timers: bool = True
) -> None:
    """By all rules of axe, or by some; the whole page, or what is ours of a page of Wagtail's."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    if not has_timers:
        page.evaluate(WITHOUT_TIMERS)
    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
    if rules:
        options["runOnly"] = list(rules)
    results = AxeResults(page.evaluate("args => axe.run(...args)", [within, options]))
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
    assert results.response["passes"], f"axe found nothing to look at on {page.url}"


def assert_accessible_by_day_and_night(page: Page, *, within: str = "html") -> None:
    """Night changes colours only, so there only colours are looked at again.

    A whole page is looked at in Chromium's own tree of it, too.
    """
    page.emulate_media(color_scheme="light")
    assert_accessible(page, within=within)
    if within == "html":
        assert faults_in_tree(page) == [], page.url
    page.emulate_media(color_scheme="dark")
    assert_accessible(page, rules=ONLY_COLOURS, within=within)
