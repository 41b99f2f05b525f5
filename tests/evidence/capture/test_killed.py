"""A page that takes too much leaves no browser; what was killed is tidied away."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from rotativa.evidence.capture.bounds import BOUNDS
from rotativa.evidence.capture.browser.program import find_browser
from rotativa.evidence.capture.folder import remove_abandoned, whole_folder
from rotativa.evidence.capture.take import Means, take_copy
from tests.evidence.site import Site

BROWSER = find_browser()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed"),
]


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A short place for browsers, of this test alone."""
    with TemporaryDirectory(prefix="b-") as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)


def browsers(folder: Path) -> list[int]:
    """The processes whose profile lies in this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if f"--user-data-dir={folder}/".encode() in words:
            found.append(int(process.name))
    return found


def test_what_was_left_is_removed_after_a_day(tmp_path: Path, temporary: Path) -> None:
    with pytest.raises(KeyboardInterrupt), whole_folder(tmp_path / "one") as begun:
        raise KeyboardInterrupt
    assert not begun.exists()
    left = [tmp_path / ".begun-two-x", temporary / "rotativa-browser-x"]
    for folder in left:
        folder.mkdir()
    assert remove_abandoned(tmp_path) == 0
    for folder in left:
        os.utime(folder, (0, 0))

    assert remove_abandoned(tmp_path) == 2
    assert [*tmp_path.iterdir(), *temporary.iterdir()] == []


def test_page_that_takes_too_much_memory_is_asked_for_plainly(
    tmp_path: Path, temporary: Path
) -> None:
    with Site() as site:
        greedy = b"<p>Greedy</p><script>const all = []; setInterval(() => { for (let i = 0; i < 9; i++) all.push(new Uint8Array(2e7).fill(7)); }, 20)</script>"
        site.content["/"] = ("text/html", greedy)
        means = Means(
            browser=BROWSER,
            reach=site.reach(),
            bounds=replace(BOUNDS, memory_bytes=600 * 2**20),
        )
        taken = take_copy(site.url("/"), tmp_path / "one", means=means)

    assert taken.how == "plain"
    assert "more memory" in dict(taken.cut)[site.url("/")]
    assert browsers(temporary) == []


def test_page_that_never_comes_to_rest_is_taken_as_it_is(tmp_path: Path) -> None:
    with Site() as site:
        restless = b"<p>Restless</p><script>setInterval(() => fetch('/data.json?' + Math.random()), 50); while (false) {}</script>"
        site.content["/"] = ("text/html", restless)
        bounds = replace(BOUNDS, load_seconds=2)
        means = Means(browser=BROWSER, reach=site.reach(), bounds=bounds)
        taken = take_copy(site.url("/"), tmp_path / "one", means=means)

    assert (taken.how, taken.status) == ("browser", 200)
    assert "Restless" in (tmp_path / "one" / "text.txt").read_text()


def test_page_that_blocks_its_browser_is_asked_for_plainly(tmp_path: Path, temporary: Path) -> None:
    with Site() as site:
        site.content["/"] = ("text/html", b"<p>Blocking</p><script>for (;;) {}</script>")
        means = Means(
            browser=BROWSER, reach=site.reach(), bounds=replace(BOUNDS, seconds=6, load_seconds=2)
        )
        taken = take_copy(site.url("/"), tmp_path / "one", means=means)

    assert taken.how == "plain"
    assert browsers(temporary) == []


def test_no_browser_where_one_is_named_is_asked_for_plainly(tmp_path: Path) -> None:
    with Site() as site:
        means = Means(browser="/bin/false", reach=site.reach())
        taken = take_copy(site.url("/"), tmp_path / "one", means=means)

    assert taken.how == "plain"
