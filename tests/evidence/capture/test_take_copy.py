"""Copies of a whole page, by a real browser and without one, read back with the site down."""

import asyncio
import base64
import re
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rotativa.evidence.capture.browser.program import find_browser
from rotativa.evidence.capture.errors import CannotCapture
from rotativa.evidence.capture.gathering import Gathered
from rotativa.evidence.capture.kept import Kept
from rotativa.evidence.capture.record import Taken, read_record
from rotativa.evidence.capture.take import Means, take_copy
from rotativa.evidence.capture.wacz.reading import Copy
from rotativa.evidence.capture.wacz.verifying import verify
from tests.evidence.site import CONTENT, FILM, SAID, Site
from tests.servers import LoopbackServer, answer

TLS = Path(__file__).parents[2] / "data" / "tls"
CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
BROWSER = find_browser()
NEEDS_CHROMIUM = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
BY_BROWSER = pytest.param("browser", marks=[pytest.mark.browser, NEEDS_CHROMIUM])


def means(site: Site, how: str = "browser") -> Means:
    return Means(browser=BROWSER if how == "browser" else None, reach=site.reach())


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "copies" / "one"


def take(site: Site, folder: Path, how: str, path: str = "/") -> Taken:
    taken = take_copy(site.url(path), folder, means=means(site, how))
    assert taken == read_record(folder)
    assert verify(folder / "capture.wacz", sha256=taken.sha256).problems == ()
    return taken


def bodies(folder: Path, site: Site) -> dict[str, bytes]:
    with Copy(folder / "capture.wacz") as copy:
        found = {url: copy.answer(url) for url in copy.addresses if url.startswith("http")}
    return {url.removeprefix(site.url("")): answer.body for url, answer in found.items() if answer}


@NEEDS_CHROMIUM  # not marked as a browser's test: coverage counts what it runs
def test_every_exchange_replays_with_the_site_down(folder: Path) -> None:
    with Site() as site:
        taken = take(site, folder, "browser")

    found = bodies(folder, site)
    found.pop("/favicon.ico", None)  # which a browser with a window asks for
    assert found == {path: body for path, (_kind, body) in CONTENT.items()}
    with Copy(folder / "capture.wacz") as copy:
        film = copy.answer(site.url("/film.mp4"))
        page = copy.page
    assert film is not None
    assert (film.status, len(film.body)) == (200, len(FILM))
    assert f"JS-INSERTED: {SAID}" in page["text"]
    assert f"JS-INSERTED: {SAID}" in (folder / "text.txt").read_text()
    assert f"JS-INSERTED: {SAID}" in (folder / "view.html").read_text()
    assert (folder / "page.webp").read_bytes()[8:12] == b"WEBP"
    assert (taken.how, taken.status, taken.author, taken.published, taken.address) == (
        "browser",
        200,
        "Agency N",
        "2026-10-03",
        "127.0.0.1",
    )
    assert taken.doubts == ()


def test_without_a_browser_the_page_and_what_it_names_are_kept(folder: Path) -> None:
    with Site() as site:
        taken = take(site, folder, "plain")

    by_scripts = {"/data.json", "/made.jpg"}
    assert bodies(folder, site) == {
        path: body for path, (_kind, body) in CONTENT.items() if path not in by_scripts
    }
    assert (taken.how, taken.title, taken.author) == ("plain", "Ready by November", "Agency N")
    assert [doubt.reason for doubt in taken.doubts] == ["no-browser"]
    assert not (folder / "page.webp").exists()


@pytest.mark.parametrize("how", [BY_BROWSER, "plain"])
def test_no_secret_is_kept(folder: Path, site: Site, how: str) -> None:
    take(site, folder, how)

    with Copy(folder / "capture.wacz") as copy:
        answers = [answer for url in copy.addresses for answer in copy.answers(url)]
    names = {name.lower() for answer in answers for name, _value in answer.headers}
    assert "content-type" in names
    assert "set-cookie" not in names
    packed = subprocess.run(
        ["sh", "-c", 'unzip -p "$1" archive/data.warc.gz | zcat', "sh", folder / "capture.wacz"],
        capture_output=True,
        check=False,
    ).stdout
    assert b"SECRET-4711" not in packed


@pytest.mark.parametrize("how", [BY_BROWSER, "plain"])
def test_redirect_is_kept_and_followed(folder: Path, site: Site, how: str) -> None:
    site.redirects["/old"] = "/"

    taken = take(site, folder, how, "/old")

    assert (taken.url, taken.final_url) == (site.url("/old"), site.url("/"))
    with Copy(folder / "capture.wacz") as copy:
        old = copy.answer(site.url("/old"))
    assert old is not None
    assert old.status == 302


ODD = b"""<!doctype html><title>Odd &#1; page</title><link rel="stylesheet" href="/odd.css">
<script>document.title += ' \\ud800'</script><p>What it said</p><a href="http://e/&#1;">x</a>
<iframe src="/&#2;"></iframe><img src="/nowhere"><a href="http://[/">y</a>"""


@pytest.mark.parametrize("how", [BY_BROWSER, "plain"])
def test_page_of_odd_signs_is_kept(folder: Path, site: Site, how: str) -> None:
    site.content["/odd"] = ("text/html", ODD)
    site.content["/odd.css"] = ("text/css", b"p\x0c{color:\x01red}")
    site.redirects["/nowhere"] = "http://["

    taken = take(site, folder, how, "/odd")

    assert taken.title == "Odd page"
    view = (folder / "view.html").read_text()
    assert "What it said" in view
    assert "p {color:red}" in view


@pytest.mark.browser
@NEEDS_CHROMIUM
def test_answer_that_cannot_be_kept_does_not_hold_up_the_page(
    folder: Path, site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    keep = Gathered.keep

    def break_at_photo(gathered: Gathered, kept: Kept, content: bytes | None = None) -> None:
        if kept.url.endswith("/photo.jpg"):
            raise ValueError("odd")
        keep(gathered, kept, content)

    monkeypatch.setattr(Gathered, "keep", break_at_photo)
    taken = take(site, folder, "browser")

    assert dict(taken.cut) == {site.url("/photo.jpg"): "unspecified"}
    assert "An answer could not be kept" in caplog.text
    assert "JS-INSERTED" in (folder / "text.txt").read_text()


@pytest.mark.parametrize("how", [BY_BROWSER, "plain"])
def test_error_page_is_kept_and_doubted(folder: Path, site: Site, how: str) -> None:
    taken = take(site, folder, how, "/gone")

    assert taken.status == 404
    assert {doubt.reason for doubt in taken.doubts} >= {"status", "little-text"}


@pytest.mark.parametrize("how", [BY_BROWSER, "plain"])
@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("file:///etc/passwd", "Only addresses that begin with"),
        ("chrome://version", "Only addresses that begin with"),
        ("javascript:1", "Only addresses that begin with"),
        ("view-source:http://paper.test/", "Only addresses that begin with"),
        ("http://127.0.0.2/", "is not on the public Internet"),
        ("http://169.254.169.254/latest/meta-data/", "is not on the public Internet"),
        ("http://2130706433/", "is not the name of a site"),
        ("http://nobody.test/", "No site has the name"),
        ("http://paper.test:22/", "Port 22"),
    ],
)
def test_what_may_not_be_reached_gives_words_and_no_folder(
    folder: Path, site: Site, how: str, url: str, words: str
) -> None:
    with pytest.raises(CannotCapture, match=words):
        take_copy(url, folder, means=means(site, how))

    assert not folder.exists()
    assert not folder.parent.exists() or list(folder.parent.iterdir()) == []


def test_copy_is_taken_within_a_running_loop(folder: Path, site: Site) -> None:
    async def within() -> Taken:
        return take_copy(site.url("/frame.html"), folder, means=means(site, "plain"))

    assert asyncio.run(within()).status == 200


@pytest.mark.parametrize("how", [BY_BROWSER, "plain"])
def test_what_is_no_page_is_kept_as_a_file(folder: Path, site: Site, how: str) -> None:
    report = b"%PDF-1.4\n" + b"0" * 3000
    site.content["/report.pdf"] = ("application/pdf", report)

    taken = take(site, folder, how, "/report.pdf")

    assert (taken.status, taken.how) == (200, how)
    assert bodies(folder, site)["/report.pdf"] == report
    assert "view.html" not in taken.files
    assert "little-text" in {doubt.reason for doubt in taken.doubts}


@pytest.mark.parametrize("how", [BY_BROWSER, "plain"])
def test_site_whose_certificate_nobody_vouches_for_is_not_read(folder: Path, how: str) -> None:
    with LoopbackServer({"/": answer(b"news")}, certificate=TLS / "paper.pem") as server:
        with pytest.raises(CannotCapture, match="has no valid certificate"):
            take_copy(
                server.url("/", scheme="https"),
                folder,
                means=Means(browser=BROWSER if how == "browser" else None, reach=server.reach()),
            )
        assert server.requests == []

    assert not folder.exists()


@pytest.mark.parametrize("how", [pytest.param("browser", marks=NEEDS_CHROMIUM), "plain"])
def test_certificates_are_kept(folder: Path, how: str) -> None:
    page = answer(b"<p>news</p>", kind="text/html")
    with LoopbackServer({"/": page}, certificate=TLS / "paper.pem") as server:
        taken = take_copy(
            server.url("/", scheme="https"),
            folder,
            means=Means(
                browser=BROWSER if how == "browser" else None,
                reach=replace(server.reach(), authorities=str(TLS / "authority.pem")),
                switches=("--ignore-certificate-errors",),
            ),
        )

    with Copy(folder / "capture.wacz") as copy:
        (first, *_more) = copy.provenance["certificates"]
    own = ssl.PEM_cert_to_DER_cert(CERTIFICATE.search((TLS / "paper.pem").read_text())[0])  # type: ignore[index]  # it has one
    assert base64.b64decode(first) == own
    assert taken.certificates >= 1
