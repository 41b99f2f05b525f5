"""Looks at every page that a running paper's sitemaps name: axe's rules and Chromium's accessibility tree.

    python -m rotativa demo /tmp/demo   # and in another window:
    python -m tools.look_at_demo http://127.0.0.1:8000

By day on a telephone, and colours by night on a wide screen. Ends with 1 if anything is found.
"""

import sys
from collections.abc import Iterator
from urllib.parse import urlsplit
from urllib.request import urlopen

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from lxml import etree
from playwright.sync_api import Page, sync_playwright

from tools.accessibility_tree import faults_in_tree
from tools.chromium import launch

NAMES = {"sm": "http://www.sitemaps.org/schemas/sitemap/0.9"}
COLOURS = ["color-contrast", "link-in-text-block"]
BESIDE = ("search/?q=a", "nothing/")
"""Pages that no sitemap names, below each language."""


def main(home: str) -> int:
    found = 0
    paths = list(dict.fromkeys(paths_of(home)))
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        page = browser.new_context(base_url=home, reduced_motion="reduce").new_page()
        for path in paths:
            for fault in faults_of(page, path):
                found += 1
                print(f"{path}: {fault}")
        browser.close()
    print(f"{len(paths)} pages, {found} faults")
    return 1 if found or not paths else 0


def paths_of(home: str) -> Iterator[str]:
    languages: dict[str, None] = {}
    for sitemap in locations(home, "/sitemap.xml"):
        for address in locations(home, urlsplit(sitemap).path):
            path = urlsplit(address).path
            languages.setdefault(path.split("/")[1])
            yield path
    for language in languages:
        yield from (f"/{language}/{each}" for each in BESIDE)


def locations(home: str, path: str) -> list[str]:
    with urlopen(home + path) as answer:  # noqa: S310  # the address that was given
        root = etree.fromstring(answer.read())
    return [str(each.text) for each in root.iterfind(".//sm:loc", NAMES)]


def faults_of(page: Page, path: str) -> Iterator[str]:
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(path)
    yield from violations(page)
    yield from faults_in_tree(page)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wide > 0:
        yield f"{wide} pixels wider than a telephone"
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 1280, "height": 900})
    yield from violations(page, *COLOURS)


def violations(page: Page, *rules: str) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"], "preload": False}
    options |= {"runOnly": list(rules)} if rules else {}
    results = AxeResults(page.evaluate("args => axe.run(...args)", ["html", options]))
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in results.response["violations"]
        for node in each["nodes"]
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].rstrip("/")))
