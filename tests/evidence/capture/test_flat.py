"""The flat view: what may be seen is inside, and nothing else gets in or out."""

import http.server
import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page

from rotativa.evidence.capture.browser.program import find_browser
from rotativa.evidence.capture.flat.bodies import Bodies
from rotativa.evidence.capture.flat.css import ALL_SIGNS, addresses
from rotativa.evidence.capture.flat.page import ALL, POLICY, Flat
from rotativa.evidence.capture.kept import Kept
from tests.evidence.apart import with_page

AT = "https://paper.test/news/one"
PNG = b"\x89PNG\r\n\x1a\npicture"


def bodies(**given: tuple[str, bytes]) -> Bodies:
    found = Bodies()
    for name, (kind, body) in given.items():
        kept = Kept(
            method="GET",
            url="https://paper.test/" + name.replace("_", "."),
            status=200,
            reason="OK",
            headers=(("Content-Type", kind),),
            body=body,
            asked=(),
            sent=b"",
            at=datetime(2026, 11, 1, tzinfo=UTC),
        )
        found.add(kept, body)
    return found


def flat(dom: str, **given: tuple[str, bytes]) -> str:
    return Flat(bodies(**given)).page(dom, AT)


def test_pictures_styles_and_fonts_are_inside() -> None:
    page = flat(
        "<html><head><link rel=stylesheet href=/a.css media=screen></head><body>"
        "<img src=../p.png onclick=x()><p style='background:url(/p.png)'>text</p></body></html>",
        a_css=("text/css", b"@import '/b.css'; h1{background:url( \"p.png\" )} </style><b>"),
        b_css=("text/css", b"@font-face{src:url(/f.woff2)}"),
        f_woff2=("font/woff2", b"font"),
        p_png=("image/png", PNG),
    )

    assert page.count("data:image/png;base64,") == 3
    assert "data:font/woff2;base64," in page
    assert '<style media="screen">' in page
    assert "</style><b>" not in page
    assert "paper.test" not in page
    assert "onclick" not in page


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<noscript><img src=https://evil.test/x></noscript>",
        "<base href=https://evil.test/>",
        "<meta http-equiv=refresh content='0;url=https://evil.test/'>",
        "<object data=https://evil.test/></object>",
        "<embed src=https://evil.test/>",
        "<link rel=preconnect href=https://evil.test/>",
        "<img src=https://evil.test/x srcset='https://evil.test/y 2x' onerror=alert(1)>",
        "<svg><use href=https://evil.test/#a /><image xlink:href=https://evil.test/></image></svg>",
        "<form action=https://evil.test/><button formaction=https://evil.test/>x</button></form>",
        "<a href='javascript:alert(1)' ping=https://evil.test/>x</a>",
        "<body background=https://evil.test/>",
        "<table background=https://evil.test/><tr><td>x</td></tr></table>",
        "<p style='background:url(https://evil.test/x)'>x</p>",
        "<style>@import url(https://evil.test/a.css); p{background:url('https://evil.test/')}</style>",
        "<template><img src=https://evil.test/></template>",
        "<audio src=https://evil.test/></audio>",
        "<html manifest=https://evil.test/>",
        "<!-- https://evil.test/ -->",
        "<details ontoggle=alert(1) open>x</details>",
    ],
)
def test_what_would_reach_out_is_left_out(hostile: str) -> None:
    page = flat(f"<p>before</p>{hostile}<p>after</p>")

    assert "evil.test" not in page
    assert "alert" not in page
    assert "before" in page
    assert "after" in page


def test_films_and_frames_are_named_where_they_stood() -> None:
    page = flat(
        "<video poster=/p.png><source src=/film.mp4></video><iframe src=/frame.html></iframe>",
        p_png=("image/png", PNG),
    )

    assert "[video: https://paper.test/film.mp4]" in page
    assert "[iframe: https://paper.test/frame.html]" in page
    assert "data:image/png;base64," in page
    assert "<iframe" not in page


def test_picture_of_several_sources_is_the_one_that_was_shown() -> None:
    page = flat(
        "<picture><source srcset=/big.avif><source srcset=/q.webp>"
        "<img src=/a.png data-shown=https://paper.test/p.png></picture><p>after</p>",
        p_png=("image/png", PNG),
    )

    assert page.count("data:image/png;base64,") == 1
    assert "<p>after</p>" in page
    assert "srcset" not in page


def test_links_lead_to_the_live_web_without_telling_whence() -> None:
    page = flat("<a href=/two target=_top>two</a>")

    assert '<a href="https://paper.test/two" rel="nofollow noreferrer noopener">two</a>' in page


def test_view_does_not_grow_beyond_its_bound() -> None:
    picture = b"0" * 590_000
    given: dict[str, Any] = {f"p{number}_png": ("image/png", picture) for number in range(30)}

    page = flat("".join(f"<img src=/p{number}.png>" for number in range(30)), **given)

    assert 5 < page.count("data:image/png") < 30
    assert len(page) < 1.5 * ALL


def test_sheet_that_is_linked_often_is_inside_once() -> None:
    sheet = b"p{color:teal}" * 5000

    page = flat("<link rel=stylesheet href=/a.css>" * 200 + "<p>x", a_css=("text/css", sheet))

    assert page.count("p{color:teal}") == 5000


def test_sheets_that_import_each_other_do_not_multiply() -> None:
    imports = b"".join(b"@import '/s%d.css';" % number for number in range(30))
    given: dict[str, Any] = {
        f"s{number}_css": ("text/css", imports + b"p{--n:%d}" % number) for number in range(30)
    }

    page = flat("<link rel=stylesheet href=/s0.css><p>x", **given)

    assert page.count("p{--n:") == 30


def test_all_sheets_together_are_bound() -> None:
    sheet = b"p{color:teal}" * 50_000
    given: dict[str, Any] = {f"s{number}_css": ("text/css", sheet) for number in range(30)}

    page = flat(
        "".join(f"<link rel=stylesheet href=/s{number}.css>" for number in range(30)) + "<p>x",
        **given,
    )

    assert 0.9 * ALL_SIGNS < len(page) < 1.1 * ALL_SIGNS


class Counted(str):
    """A sheet that knows how much of it was looked at."""

    __slots__ = ("looked",)
    looked: int

    def find(self, sign: str, begin: int = 0) -> int:  # type: ignore[override]  # as it is asked for
        end = super().find(sign, begin)
        self.looked += (len(self) if end < 0 else end) - begin
        return end

    def __getitem__(self, at: Any) -> str:
        part = super().__getitem__(at)
        return self if len(part) == len(self) else part


@pytest.mark.parametrize(
    "piece", ["url(a", "url('a", 'url("a', "@import a ", "@import 'a", "@import url(a", "url( "]
)
def test_what_never_closes_is_walked_through_once(piece: str) -> None:
    sheet = Counted(piece * 20_000)
    sheet.looked = 0

    found = list(addresses(sheet))

    assert len(found) <= 20_000
    assert 0 < sheet.looked <= 3 * len(sheet)


@pytest.mark.parametrize(
    ("sheet", "named"),
    [
        (
            "a{b:url(x.png)} c{d:URL( 'y z.png' )} e{f:url(\"w.png\")}",
            ["x.png", "y z.png", "w.png"],
        ),
        ("@import 'a.css'; @import url(b.css) print; @import url( \"c.css\" );", ["a", "b", "c"]),
        ("a{b:url(x.png", []),
        (f"a{{b:url({'x' * 5000})}} c{{d:url(y)}}", ["y"]),
    ],
)
def test_addresses_of_a_sheet(sheet: str, named: list[str]) -> None:
    assert [each.removesuffix(".css") for each in addresses(sheet)] == named


@pytest.mark.parametrize(
    "dom",
    [
        "<p>",
        "text",
        "<html></html>",
        "<frameset><frame src=x>",
        "\x00a",
        "\x01",
        "<a href='http://e/&#1;'>x</a>",
        "<a href='http://[/'>x</a>",
        "<iframe src='/&#x2;'></iframe>",
        "<script></script>&#1; and &#&#1;1; and &#12;",
        "<embed>&#xd800;<p style='a:b&#0003'>x",
        "\ud800<title>\udfff</title>",
    ],
)
def test_odd_html_has_a_view(dom: str) -> None:
    assert flat(f"<!doctype html>{dom}").startswith("<!doctype html>")


def test_declaration_of_an_encoding_is_no_hindrance() -> None:
    assert "said" in flat('<?xml version="1.0" encoding="utf-16"?><html><p>said</p></html>')


def test_odd_sheet_is_inside() -> None:
    page = flat("<link rel=stylesheet href=/a.css>", a_css=("text/css", b"p\x0c{color\x01:red}"))

    assert "p {color:red}" in page


class _Views(http.server.BaseHTTPRequestHandler):
    """Serves hostile HTML as it is, only behind the policy."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]  # set below
        page = RAW if self.path == "/view" else b"<p>other</p>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if self.path == "/view":
            self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: Any) -> None:  # http.server's
        pass


RAW = b"""<!doctype html><title>hostile</title><p>seen</p>
<script>document.cookie = 'tossed=1'; document.title = 'ran'; fetch('/fetch')</script>
<img src="/img" onerror="document.title='ran'"><link rel="stylesheet" href="/css">
<iframe src="/frame"></iframe><object data="/object"></object><base href="https://evil.test/">
<meta http-equiv="refresh" content="0;url=/refresh"><form action="/form"><input autofocus></form>"""


@pytest.mark.browser
def test_raw_hostile_html_behind_the_policy_reads_and_asks_nothing() -> None:
    """Were anything overlooked when the view was made, the policy is what holds."""
    program = find_browser()
    if program is None:
        pytest.skip("no Chromium is installed")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Views) as server:
        server.asked = []  # type: ignore[attr-defined]  # read by the handler
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        origin = f"http://127.0.0.1:{server.server_address[1]}"

        def look(page: Page) -> tuple[str, str, list[str]]:
            page.context.add_cookies([{"name": "session", "value": "editor", "url": origin}])
            page.goto(f"{origin}/view")
            page.wait_for_timeout(1500)
            names = [cookie["name"] for cookie in page.context.cookies()]
            return page.inner_text("p"), page.title(), names

        assert with_page(program, look) == ("seen", "hostile", ["session"])
        assert set(server.asked) - {"/favicon.ico"} == {"/view"}  # type: ignore[attr-defined]  # as above
        server.shutdown()
