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

from rotativa.evidence.capture.bounds import BOUNDS
from rotativa.evidence.capture.browser.program import find_browser
from rotativa.evidence.capture.doubts import Doubt, Reason
from rotativa.evidence.capture.errors import CannotCapture
from rotativa.evidence.capture.gathering import Gathered
from rotativa.evidence.capture.kept import Kept
from rotativa.evidence.capture.record import Taken, read_record
from rotativa.evidence.capture.take import Means, take_copy
from rotativa.evidence.capture.wacz.reading import Copy
from rotativa.evidence.capture.wacz.verifying import verify
from tests.evidence.site import CONTENT, FILM, SAID, Site
from tests.evidence.tools import check_by_warcio, unseen_flips, validate_by_wacz
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
def test_every_exchange_replays_with_the_site_down(folder: Path, tmp_path: Path) -> None:
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
    checked = check_by_warcio(folder / "capture.wacz", tmp_path)
    assert checked.count("digest pass") >= 2 * len(CONTENT)
    assert validate_by_wacz(folder / "capture.wacz") == ""
    assert unseen_flips(folder / "capture.wacz", step=499) == []


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
    assert Doubt(Reason.ELSEWHERE, site.url("/")) in taken.doubts
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


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            b"<p " + b" ".join(b"a%d" % each for each in range(60_000)) + b">x", id="attributes"
        ),
        pytest.param(b"<p>First</p><div>" + b"<script></script>x" * 200_000, id="pieces of text"),
    ],
)
def test_page_that_would_be_read_for_ever_is_kept_without_a_view(
    folder: Path, site: Site, page: bytes
) -> None:
    """Each is compared with, or put behind, all that stand before it."""
    site.content["/slow"] = ("text/html", page)
    slow = replace(means(site, "plain"), bounds=replace(BOUNDS, reading_seconds=0.7))

    taken = take_copy(site.url("/slow"), folder, means=slow)

    assert dict(taken.cut) == {site.url("/slow"): "The page took too long to read."}
    assert "view.html" not in taken.files
    assert bodies(folder, site)["/slow"] == site.content["/slow"][1]


def test_what_takes_too_much_memory_to_read_is_told_of(folder: Path, site: Site) -> None:
    small = replace(means(site, "plain"), bounds=replace(BOUNDS, memory_bytes=40 * 2**20))

    taken = take_copy(site.url("/frame.html"), folder, means=small)

    assert dict(taken.cut) == {site.url("/frame.html"): "The page could not be read."}


def test_all_parts_that_are_asked_for_plainly_count_together(folder: Path, site: Site) -> None:
    site.content["/many"] = (
        "text/html",
        b"<p>Many</p>" + b"".join(b"<img src=/%d.png>" % each for each in range(20)),
    )
    site.content |= {f"/{each}.png": ("image/png", bytes(60_000)) for each in range(20)}
    few = replace(means(site, "plain"), bounds=replace(BOUNDS, all_bytes=400_000))

    taken = take_copy(site.url("/many"), folder, means=few)

    got = [body for path, body in bodies(folder, site).items() if path.endswith(".png")]
    assert sum(map(len, got)) <= 400_000
    assert len(taken.cut) >= 13


def test_redirect_brings_no_large_body(folder: Path, site: Site) -> None:
    head = b"HTTP/1.1 302 Found\r\nLocation: /end\r\nContent-Length: 900000\r\n\r\n"
    page = answer(b"<p>news</p>", kind="text/html")
    with LoopbackServer({"/": head + bytes(900_000), "/end": page}) as server:
        taken = take_copy(server.url("/"), folder, means=Means(browser=None, reach=server.reach()))

    assert taken.final_url == server.url("/end")
    assert dict(taken.cut) == {server.url("/"): "length"}
    with Copy(folder / "capture.wacz") as copy:
        redirect = copy.answer(server.url("/"))
    assert redirect is not None
    assert len(redirect.body) == 2**16


def test_no_copy_is_begun_where_the_disk_is_nearly_full(folder: Path, site: Site) -> None:
    full = replace(means(site, "plain"), bounds=replace(BOUNDS, free_bytes=2**62))

    with pytest.raises(CannotCapture, match="There is no room for copies: less than 4") as error:
        take_copy(site.url("/"), folder, means=full)

    assert error.value.may_pass
    assert site.requests == []
    assert list(folder.parent.iterdir()) == []


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
