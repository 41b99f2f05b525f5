"""Playwright in a thread of its own: its loop would stand in the way of that of the browser tests."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from playwright.sync_api import Page, sync_playwright

T = TypeVar("T")


def with_page(program: str, look: Callable[[Page], T]) -> T:
    """What `look` finds in a fresh profile of the browser."""

    def act() -> T:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            try:
                return look(browser.new_page())
            finally:
                browser.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(act).result()
