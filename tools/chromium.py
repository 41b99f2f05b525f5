"""Debian's Chromium, driven by Playwright: closed to the world, the same for tests and pictures."""

import shutil

from playwright.sync_api import Browser, Playwright

ARGUMENTS = (
    "--no-sandbox",  # CI is root, where Chromium's sandbox refuses to start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class NoChromium(RuntimeError):
    """There is no `chromium` on the PATH."""


def launch(playwright: Playwright) -> Browser:
    """A running browser; each of its contexts has an empty profile."""
    program = shutil.which("chromium")
    if program is None:
        raise NoChromium("Chromium is not installed (Debian: chromium)")
    return playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
