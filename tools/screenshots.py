"""Take the pictures of the README: the demo paper, as a reader finds it.

    python -m tools.screenshots

Makes the demo in a temporary folder, serves it, and writes `docs/pictures/*.webp`.
"""

import io
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Error, Page, ViewportSize, sync_playwright

from tools.chromium import NoChromium, launch

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
WINDOW: ViewportSize = {"width": 1280, "height": 960}
PATIENCE_SECONDS = 300


class NoPicture(RuntimeError):
    """The paper has not made its pictures in all that time."""


@contextmanager
def demo() -> Iterator[str]:
    """The demo paper, served; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="rotativa-screenshots-") as folder:
        server = subprocess.Popen(
            [sys.executable, "-m", "rotativa", "demo", str(Path(folder) / "demo")],
            env={**os.environ, "ROTATIVA_SERVE__PORT": str(port), "ROTATIVA_BASE_URL": address},
        )
        try:
            yield address
        finally:
            server.send_signal(signal.SIGINT)
            server.wait()


def open_when_ready(page: Page, url: str) -> None:
    """The demo is made before it is served: try until it answers."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            answer = page.goto(url)
        except Error:
            if time.monotonic() > deadline:
                raise
        else:
            if answer and answer.ok:
                return
        time.sleep(1)


def wait_for_pictures(page: Page, *selectors: str) -> None:
    """The paper makes its pictures while it is served already: look again until they are there."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not all(page.locator(selector).count() for selector in selectors):
        if time.monotonic() > deadline:
            raise NoPicture(f"{page.url} has no picture at {' or '.join(selectors)}")
        time.sleep(1)
        page.reload()


def take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        picture.save(PICTURES / f"{name}.webp", quality=80, method=6)
    print(f"docs/pictures/{name}.webp")


def main() -> int:
    PICTURES.mkdir(exist_ok=True)
    try:
        with demo() as address, sync_playwright() as playwright:
            browser = launch(playwright.chromium)
            page = browser.new_page(viewport=WINDOW)
            open_when_ready(page, f"{address}/en/")
            wait_for_pictures(page, ".lead img", ".also .cols > :last-child img")
            take(page, "front-page")
            page.locator("main h2 a").first.click()
            wait_for_pictures(page, ".lead-pic img", ".embed__poster img")
            take(page, "article")
            browser.close()
    except (NoChromium, NoPicture) as error:
        print(f"screenshots: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
