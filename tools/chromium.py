"""Debian's Chromium, driven by Playwright: closed to the world, the same for tests and pictures."""

import shutil

from playwright.sync_api import Browser, BrowserType

CLOSED = "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
ARGUMENTS = (
    "--no-sandbox",  # CI is root, where Chromium's sandbox refuses to start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--host-resolver-rules={CLOSED}",
)


class NoChromium(RuntimeError):
    """There is no `chromium` on the PATH."""


# Playwright switches it off, and a browser without it lets no worker serve a frame of another site.
PARTITIONED = "--disable-features=HttpsUpgrades,MediaRouter,OptimizationHints,PaintHolding"


def launch(kind: BrowserType, *, knows: str = "") -> Browser:
    """A running browser; each of its contexts has an empty profile.

    It finds 127.0.0.1 under one more name, and those below it, if it is told one, and keeps what
    frames of other sites store apart, as readers' browsers do.
    """
    program = shutil.which("chromium")
    if program is None:
        raise NoChromium("Chromium is not installed (Debian: chromium)")
    arguments = list(ARGUMENTS)
    if knows:
        found = ", ".join(f"MAP {each} 127.0.0.1" for each in (knows, f"*.{knows}"))
        arguments += [f"--host-resolver-rules={found}, {CLOSED}", PARTITIONED]
    return kind.launch(executable_path=program, args=arguments)
