"""nginx and Caddy before the site answer what our own front answers, byte by byte and header by header."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import httpcore
import pytest
import uvicorn

from rotativa.articles.models import FrontPage, Tag
from rotativa.cli.parts import LONGEST_FORM, ROOM_FOR_FORMS
from rotativa.press.rendering import render
from rotativa.press.sheet import Sheet
from rotativa.press.targets.folder.layout import body_name
from rotativa.project.middleware import READER_POLICY, as_header
from tests.factories.articles import add_article, add_group
from tests.press.front import LONGEST, Front, ask, header, send
from tests.press.web_servers import DOCS, web_server
from tests.servers import free_port

PAGE = "<!doctype html><title>Flood</title>" + "<p>The river rose by two metres.</p>" * 40
RESTING = "<!doctype html><title>Vuelva</title>" + "<p>Esta parte descansa.</p>" * 40
LARGE = "<!doctype html><title>Grande</title>" + "<p>Es demasiado grande.</p>" * 40
HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": as_header(READER_POLICY),
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "strict-origin-when-cross-origin",
    "strict-transport-security": "max-age=31536000; includeSubDomains; preload",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
}
OF_THE_SERVER = {
    "date",
    "server",
    "connection",
    "etag",
    "alt-svc",
    "last-modified",
    "transfer-encoding",
}
TAGS = "/uk/%D1%82%D0%B5%D0%B3%D0%B8/"
FLOOD = "/en/flood/"
SECRET = "only for us"
MACHINES = {
    "/en/feed.xml": "application/atom+xml; charset=utf-8",
    "/en/tags/dams/feed.json": "application/feed+json; charset=utf-8",
    "/en/sitemap-2026-04.xml": "application/xml; charset=utf-8",
    "/en/sitemap-lists.xml": "application/xml; charset=utf-8",
    "/en/2026/04/16/flood.md": "text/markdown; charset=utf-8",
}


def page(text: str, language: str = "en", status: int = 200, **others: str) -> Sheet:
    told = {name.replace("_", "-"): value for name, value in others.items()}
    return Sheet.of(status, {**HEADERS, "content-language": language, **told}, text.encode())


def machine(path: str) -> Sheet:
    """What machines read at an address."""
    if path.endswith(".md"):
        return page(PAGE, content_type=MACHINES[path], x_robots_tag="noindex")
    return page(PAGE, content_type=MACHINES[path])


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with Front(tmp_path_factory.mktemp("site")) as front:
        for path, sheet in {
            FLOOD: page(PAGE),
            "/en/": page("short"),
            "/es/-/unavailable/": page(RESTING, "es"),
            "/en/-/unavailable/": page(PAGE),
            "/es/-/too-large/": page(LARGE, "es"),
            "/en/-/too-large/": page(PAGE),
            "/uk/теги/": page(PAGE, "uk"),
            "/en/what? 100%/": page(PAGE),
            "/pt-br/": page(PAGE, "pt-br"),
            "/en/gone/": page(PAGE, status=410),
            "/en/old/": page("", status=301, location=FLOOD),
            "/en/robots/": page(PAGE, x_robots_tag="noindex"),
            "/en/ajeno/": page(PAGE, "es"),
            **{path: machine(path) for path in MACHINES},
            "/robots.txt": Sheet.of(200, {"content-type": "text/plain"}, b"User-agent: *\n"),
        }.items():
            front.shelf.put(path, sheet)
        style = front.folder / "static" / "base.css"
        style.write_text("a {color: red}\n" * 40)
        for suffix, packed in {".gz": gzip.compress, ".br": brotli.compress}.items():
            style.with_name(style.name + suffix).write_bytes(packed(style.read_bytes()))
        (front.folder / "data").mkdir()
        (front.folder / "data" / "paper.sqlite3").write_text(SECRET)
        yield front


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def port(front: Front, kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp(kind)
    with web_server(kind, site=front.folder, behind=front.port, folder=folder) as port:
        yield port


@pytest.fixture(scope="module")
def lonely(front: Front, kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A web server behind which nobody answers."""
    folder = tmp_path_factory.mktemp(kind)
    with web_server(kind, site=front.folder, behind=free_port(), folder=folder) as port:
        yield port


def told(response: httpcore.Response) -> dict[str, str]:
    headers = {name.decode().lower(): value.decode() for name, value in response.headers}
    if "content-encoding" in headers:
        headers.pop("content-length", None)  # Caddy tells none
    return {
        name: value.lower() if name == "vary" else value
        for name, value in headers.items()
        if name not in OF_THE_SERVER
    }


def whole(response: httpcore.Response) -> tuple[int, dict[str, str], bytes]:
    return response.status, told(response), response.content


def test_files_of_the_docs_have_the_headers_of_pages(paper: FrontPage) -> None:
    tag = add_group(Tag, paper.locale, "Dams")
    add_article(paper, "Flood", tags=[tag])
    rendered = {path: render(path) for path in ("/en/", *MACHINES)}

    assert rendered["/en/"].headers == {**HEADERS, "content-language": "en"}
    for path in MACHINES:
        assert rendered[path].headers == machine(path).headers, path
    names = {body_name(path, 200, found.headers) for path, found in rendered.items()}
    for file in ("nginx.conf", "Caddyfile"):
        text = (DOCS / file).read_text()
        assert set(re.findall(r"page-\w+", text)) == names
        for value in HEADERS.values():
            assert f'"{value}"' in text


def test_idle_connection_is_given_up_before_the_front_closes_it() -> None:
    """A form that crosses the closing is answered 502, and a web server does not send it again."""
    patience = uvicorn.Config("").timeout_keep_alive
    for file in ("nginx.conf", "Caddyfile"):
        [seconds] = re.findall(r"keepalive(?:_timeout)? (\d+)s", (DOCS / file).read_text())
        assert 0 < int(seconds) < patience


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("accepted", ["gzip, deflate, br, zstd", "gzip", "br", "identity", ""])
@pytest.mark.parametrize("path", [FLOOD, "/en/", TAGS, "/pt-br/", "/en/what%3F%20100%25/"])
def test_page(front: Front, port: int, path: str, accepted: str, method: str) -> None:
    asked: dict[str, Any] = {"method": method, "Accept_Encoding": accepted}

    expected, found = front.get(path, **asked), ask(port, path, **asked)

    assert expected.status == 200
    assert whole(found) == whole(expected)
    assert header(found, "etag")
    assert header(found, "last-modified") == ""


@pytest.mark.parametrize("accepted", ["gzip, deflate, br, zstd", "identity"])
@pytest.mark.parametrize("path", MACHINES)
def test_what_machines_read(front: Front, port: int, lonely: int, path: str, accepted: str) -> None:
    """From disk, as what nobody answers behind it tells."""
    expected = front.get(path, Accept_Encoding=accepted)

    assert expected.status == 200
    assert header(expected, "content-type") == MACHINES[path]
    for each in (port, lonely):
        assert whole(ask(each, path, Accept_Encoding=accepted)) == whole(expected)


def test_zstandard(front: Front, port: int, kind: str) -> None:
    """nginx has no module for it: who takes nothing else gets the page as it is."""
    expected = front.get(FLOOD, Accept_Encoding="zstd" if kind == "caddy" else "identity")

    assert whole(ask(port, FLOOD, Accept_Encoding="zstd")) == whole(expected)


@pytest.mark.parametrize(
    "path", ["/en/gone/", "/en/old/", "/en/robots/", "/en/ajeno/", "/robots.txt"]
)
def test_what_has_other_headers_is_passed_on(front: Front, port: int, path: str) -> None:
    expected, found = front.get(path), ask(port, path)

    assert whole(found) == whole(expected)
    assert header(found, "etag") == header(expected, "etag")


@pytest.mark.parametrize("accepted", ["br", "gzip", "identity"])
def test_known_page_is_not_sent_again(port: int, accepted: str) -> None:
    etag = header(ask(port, FLOOD, Accept_Encoding=accepted), "etag")
    others = {
        header(ask(port, FLOOD, Accept_Encoding=each), "etag")
        for each in {"br", "gzip", "identity"} - {accepted}
    }

    known = ask(port, FLOOD, Accept_Encoding=accepted, If_None_Match=etag)

    assert (known.status, known.content, header(known, "etag")) == (304, b"", etag)
    assert header(known, "cache-control") == "public, max-age=0, must-revalidate"
    assert etag not in others


def test_new_print_is_there_at_the_next_request(front: Front, port: int) -> None:
    etags = set()
    for number in range(4):
        front.shelf.put("/en/news/", page(f"{PAGE} {number}"))
        found = ask(port, "/en/news/", Accept_Encoding="br")
        assert brotli.decompress(found.content).decode() == f"{PAGE} {number}"
        etags.add(header(found, "etag"))

    front.shelf.put("/en/news/", page(PAGE, status=410))
    assert ask(port, "/en/news/").status == 410
    front.shelf.delete("/en/news/")
    assert b"GET /en/news/" in ask(port, "/en/news/").content
    assert len(etags) == 4


@pytest.mark.parametrize(
    "query", ["utm_source=a&utm_medium=b", "fbclid=x", "", "mtm_c&gclid=1&", "&utm_a"]
)
def test_how_readers_came_here_changes_nothing(front: Front, lonely: int, query: str) -> None:
    assert whole(ask(lonely, f"{FLOOD}?{query}")) == whole(front.get(f"{FLOOD}?{query}"))


@pytest.mark.parametrize("query", ["q=river", "utm_source=a&q=1", "fbclids=1", "xutm_a=1"])
def test_other_queries_are_passed_on(port: int, query: str) -> None:
    answer = ask(port, f"{FLOOD}?{query}").content

    assert answer == f"GET {FLOOD}?{query} from 127.0.0.1, 127.0.0.1: ".encode()


def test_range_of_a_page_is_the_page(front: Front, port: int) -> None:
    """As from the front: a page changes, and its parts would not fit together."""
    expected = whole(front.get(FLOOD, Range="bytes=0-9"))

    assert expected[0] == 200
    assert whole(ask(port, FLOOD, Range="bytes=0-9")) == expected


def test_forms_are_passed_on(port: int) -> None:
    answer = ask(port, FLOOD, method="POST", body=b"x" * 300_000)

    assert answer.content == f"POST {FLOOD} from 127.0.0.1, 127.0.0.1: ".encode() + b"x" * 300_000


def test_names_that_nothing_has_are_passed_on_as_they_came(port: int) -> None:
    path = "/en/no%20such%2Fthing/%D1%82/?q=%26"

    assert ask(port, path).content.decode().startswith(f"GET {path} from ")


@pytest.mark.parametrize("accepted", ["br", "gzip", "identity"])
def test_style_sheet(front: Front, port: int, lonely: int, accepted: str) -> None:
    expected = whole(front.get("/static/base.css", Accept_Encoding=accepted))

    for each in (port, lonely):
        found = whole(ask(each, "/static/base.css", Accept_Encoding=accepted))
        for _, headers, _ in (found, expected):
            headers.pop("accept-ranges", None)
        assert found == expected
    assert ask(port, "/static/none.css").status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/en/@/page-ee41f3af",
        "/en/flood/@/head.json",
        "/en/flood/@/page-ee41f3af",
        "/pages/en/flood/@/page-ee41f3af",
        "/none/en/flood/",
        "/news/journal",
        "/news/counter",
        "/../data/paper.sqlite3",
        "/en/../../data/paper.sqlite3",
        "/en/%2e%2e/%2e%2e/data/paper.sqlite3",
        "/static/../data/paper.sqlite3",
        "/static/%2e%2e/data/paper.sqlite3",
        "/static/..%2fdata/paper.sqlite3",
        "/-/resting",
        "//en/flood/",
        "/en//flood/",
    ],
)
def test_no_address_leads_to_what_is_no_page(port: int, path: str) -> None:
    line = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
    received = send(port, line.encode())

    status = int(received.split()[1])
    assert status >= 300 or b" from 127.0.0.1, 127.0.0.1" in received
    assert PAGE.encode() not in received
    assert SECRET.encode() not in received


@pytest.mark.parametrize(
    ("path", "method", "language", "text"),
    [
        ("/es/nada/", "GET", "es", RESTING),
        ("/es/form/", "POST", "es", RESTING),
        ("/en/flood/?q=1", "GET", "en", PAGE),
        ("/desk/", "GET", "en", PAGE),
    ],
)
def test_printed_page_while_nobody_answers(
    lonely: int, path: str, method: str, language: str, text: str
) -> None:
    found = ask(lonely, path, method=method, body=b"x" if method == "POST" else b"")

    assert (found.status, found.content.decode()) == (503, text)
    assert header(found, "content-language") == language
    assert header(found, "content-type") == "text/html; charset=utf-8"
    assert header(found, "retry-after") == "30"
    assert header(found, "cache-control") == "no-store"
    assert ask(lonely, FLOOD).status == 200


@pytest.mark.parametrize(
    ("path", "language", "text"), [("/es/form/", "es", LARGE), ("/en/form/", "en", PAGE)]
)
def test_form_that_is_too_large_is_refused_by_a_page(
    kind: str, port: int, path: str, language: str, text: str
) -> None:
    """By nginx itself; Caddy asks the front."""
    size = {"nginx": 63_000_000, "caddy": LONGEST + 1}[kind]

    found = ask(port, path, method="POST", body=bytes(size))

    assert (found.status, found.content.decode()) == (413, text)
    assert header(found, "content-language") == language
    assert header(found, "content-type") == "text/html; charset=utf-8"
    assert header(found, "cache-control") == "no-store"
    assert header(found, "retry-after") == ""


@pytest.mark.parametrize(
    ("more", "is_in_chunks", "status"),
    [(-1_900_000, False, 200), (0, False, 200), (0, True, 200), (1, False, 413), (1, True, 413)],
)
def test_form_is_too_large_where_the_front_has_it(
    kind: str, tmp_path: Path, more: int, is_in_chunks: bool, status: int
) -> None:
    body = bytes(LONGEST_FORM + more)
    parts = (body[begin : begin + 2**20] for begin in range(0, len(body), 2**20))
    (tmp_path / "site").mkdir()
    with Front(tmp_path / "site", room=ROOM_FOR_FORMS, longest=LONGEST_FORM) as front:
        front.shelf.put("/es/-/too-large/", page(LARGE, "es"))
        server = web_server(kind, site=front.folder, behind=front.port, folder=tmp_path / "web")
        with server as port:
            found = ask(port, "/es/form/", method="POST", body=parts if is_in_chunks else body)

    assert found.status == status
    assert found.content.endswith(body if status == 200 else LARGE.encode())


def test_nothing_is_pretended_in_a_language_that_the_paper_does_not_speak(lonely: int) -> None:
    assert ask(lonely, "/ja/nada/").status in {502, 503}


def test_docs_are_complete() -> None:
    text = (DOCS / "web-servers.md").read_text()

    assert all(f"]({file})" in text for file in ("nginx.conf", "Caddyfile"))
