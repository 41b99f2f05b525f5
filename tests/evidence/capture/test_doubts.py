"""What makes a person look at a copy before anybody relies on it."""

import gzip
import random
from pathlib import Path

import pytest

from rotativa.evidence.capture.browser.program import find_browser
from rotativa.evidence.capture.doubts import Doubt, Reason
from rotativa.evidence.capture.take import Means, take_copy
from rotativa.evidence.capture.wacz.reading import Copy
from tests.evidence.site import WORDS
from tests.servers import LoopbackServer, answer

BROWSER = find_browser()
BY_BROWSER = pytest.param(
    BROWSER,
    id="browser",
    marks=[
        pytest.mark.browser,
        pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed"),
    ],
)
PAGE = f"<!doctype html><title>T</title><p>{WORDS}</p>"


def doubts(server: LoopbackServer, folder: Path, browser: str | None) -> dict[Reason, str]:
    means = Means(browser=browser, reach=server.reach())
    taken = take_copy(server.url("/"), folder, means=means)
    return {
        doubt.reason: doubt.detail
        for doubt in taken.doubts
        if doubt.reason is not Reason.NO_BROWSER
    }


@pytest.mark.parametrize("browser", [BY_BROWSER, None])
@pytest.mark.parametrize(
    ("page", "reasons"),
    [
        (PAGE, set()),
        ("<title>Just a moment...</title><p>Verify you are human</p>", {"wall", "little-text"}),
        (f"<title>T</title><p>Log in to X</p><p>{WORDS}</p>", {"wall"}),
        ("<title>T</title><p>Short</p>", {"little-text"}),
    ],
)
def test_page_is_doubted_for_what_it_shows(
    tmp_path: Path, browser: str | None, page: str, reasons: set[str]
) -> None:
    with LoopbackServer({"/": answer(page.encode(), kind="text/html")}) as server:
        assert set(doubts(server, tmp_path / "copy", browser)) == reasons


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"


@pytest.mark.parametrize("browser", [BY_BROWSER, None])
@pytest.mark.parametrize(
    "half",
    [
        pytest.param(HEAD + b"Content-Length: 900\r\n\r\n0000", id="length"),
        pytest.param(HEAD + b"Transfer-Encoding: chunked\r\n\r\n4\r\n0000\r\n", id="chunks"),
    ],
)
def test_picture_that_breaks_off_is_told(tmp_path: Path, browser: str | None, half: bytes) -> None:
    page = answer(f"{PAGE}<img src=/p.png>".encode(), kind="text/html")
    with LoopbackServer({"/": page, "/p.png": half}) as server:
        assert doubts(server, tmp_path / "copy", browser) == {Reason.CUT: "1"}

        with Copy(tmp_path / "copy" / "capture.wacz") as copy:
            assert copy.provenance["cut"] == {server.url("/p.png"): "disconnect"}


def test_packed_picture_that_breaks_off_is_told_without_a_browser(tmp_path: Path) -> None:
    """Chromium unpacks what there is, and says nothing."""
    packed = gzip.compress(random.Random(7).randbytes(2000))  # noqa: S311  # any bytes will do
    told = b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
    page = answer(f"{PAGE}<img src=/p.png>".encode(), kind="text/html")
    with LoopbackServer({"/": page, "/p.png": HEAD + told + packed[:1000]}) as server:
        assert doubts(server, tmp_path / "copy", None) == {Reason.CUT: "1"}


def test_doubt_is_told_in_words() -> None:
    assert {reason: Doubt(reason).words for reason in Reason}.keys() == set(Reason)
    assert Doubt(Reason.STATUS, "404").words == "The site answered with an error."
