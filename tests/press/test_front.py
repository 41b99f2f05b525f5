"""What readers get from the front: printed pages in any coding, by any client, at once."""

import gzip
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest

from rotativa.press.sheet import Sheet
from tests.press.front import Application, Front, header

PAGE = "<!doctype html><title>Flood</title>" + "<p>The river rose by two metres.</p>" * 40
HTML = {"content-type": "text/html; charset=utf-8", "content-language": "en"}
RAW = b"GET /en/flood/ HTTP/1.1\r\nHost: paper.example\r\nConnection: close\r\n\r\n"


def page(text: str, status: int = 200) -> Sheet:
    return Sheet.of(status, HTML, text.encode())


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with Front(tmp_path_factory.mktemp("front")) as front:
        front.shelf.put("/en/flood/", page(PAGE))
        yield front


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, zstd", "zstd"),
        ("gzip", "gzip"),
        ("br;q=0.1, gzip", "gzip"),
        ("br;q=0, *", "zstd"),
        ("deflate", ""),
        ("", ""),
    ],
)
def test_coding_is_the_best_that_the_client_takes(front: Front, accepted: str, coding: str) -> None:
    response = front.get("/en/flood/", Accept_Encoding=accepted)

    assert (response.status, header(response, "content-encoding")) == (200, coding)
    assert header(response, "vary") == "accept-encoding"
    assert int(header(response, "content-length")) == len(response.content)
    if coding == "br":
        assert brotli.decompress(response.content).decode() == PAGE


def test_headers_of_the_page_come_with_it(front: Front) -> None:
    response = front.get("/en/flood/")

    assert header(response, "content-type") == "text/html; charset=utf-8"
    assert header(response, "content-language") == "en"
    assert header(response, "date")


@pytest.mark.parametrize("query", ["", "?utm_source=mail"])
def test_page_that_is_known_is_not_sent_again(front: Front, query: str) -> None:
    etag = header(front.get("/en/flood/", Accept_Encoding="gzip"), "etag")

    known = front.get(f"/en/flood/{query}", Accept_Encoding="gzip", If_None_Match=etag)
    other = front.get(f"/en/flood/{query}", Accept_Encoding="br", If_None_Match=etag)

    assert (known.status, known.content, header(known, "etag")) == (304, b"", etag)
    assert (other.status, header(other, "etag") != etag) == (200, True)


def test_new_print_is_there_at_the_next_request(front: Front) -> None:
    for number in range(20):
        front.shelf.put("/en/news/", page(f"{PAGE} {number}"))

        assert front.get("/en/news/").content.decode().endswith(f" {number}")

    front.shelf.delete("/en/news/")

    assert b"GET /en/news/" in front.get("/en/news/").content


def test_nothing_that_is_printed_answers_at_the_host_of_the_copies(front: Front) -> None:
    for host in ("copies.test", "copies.test:8443", "COPIES.test."):
        for path in ("/en/flood/", "/en/flood/?utm_source=a", "/static/base.css"):
            assert front.get(path, Host=host).content.startswith(f"GET {path} from".encode())

    assert front.get("/en/flood/", Host="copies.test.evil.example").content.decode() == PAGE


def test_head_answers_without_a_body(front: Front) -> None:
    response = front.get("/en/flood/", method="HEAD")

    assert (response.status, response.content) == (200, b"")
    assert header(response, "content-length") == str(len(PAGE))


@pytest.mark.parametrize("query", ["utm_source=a&utm_medium=b", "fbclid=x", ""])
def test_how_readers_came_here_changes_nothing(front: Front, query: str) -> None:
    assert front.get(f"/en/flood/?{query}").content.decode() == PAGE


def test_other_queries_go_to_the_application(front: Front) -> None:
    response = front.get("/en/flood/?q=river&utm_source=a")

    assert response.content == b"GET /en/flood/?q=river&utm_source=a from 127.0.0.1: "


def test_answer_of_the_application_has_one_date(front: Front) -> None:
    names = [name.lower() for name, _ in front.get("/en/other/").headers]

    assert names.count(b"date") == 1
    assert names.count(b"server") <= 1


def test_address_with_letters_of_any_script(front: Front) -> None:
    front.shelf.put("/uk/теги/паводок/", page(PAGE))

    response = front.get("/uk/%D1%82%D0%B5%D0%B3%D0%B8/%D0%BF%D0%B0%D0%B2%D0%BE%D0%B4%D0%BE%D0%BA/")

    assert response.content.decode() == PAGE


def test_gone_and_moved_pages_say_so(front: Front) -> None:
    front.shelf.put("/en/gone/", page(PAGE, 410))
    front.shelf.put("/en/old/", Sheet.of(301, {"Location": "/en/flood/"}, b""))

    assert front.get("/en/gone/").status == 410
    moved = front.get("/en/old/")
    assert (moved.status, header(moved, "location")) == (301, "/en/flood/")


def test_request_that_comes_in_pieces(front: Front) -> None:
    received = front.send(RAW[:3], RAW[3:30], RAW[30:])

    assert received.startswith(b"HTTP/1.1 200 ")
    assert received.endswith(PAGE.encode())


def test_several_requests_in_one_piece(front: Front) -> None:
    again = RAW.replace(b"Connection: close\r\n", b"")

    received = front.send(again + again + RAW)

    assert received.count(b"HTTP/1.1 200 ") == 3
    assert received.count(PAGE.encode()) == 3


def test_page_and_application_on_one_connection(front: Front) -> None:
    again = RAW.replace(b"Connection: close\r\n", b"")
    other = again.replace(b"/en/flood/", b"/en/other/")

    received = front.send(again, other, again, RAW)

    assert received.count(PAGE.encode()) == 3
    assert received.count(b"GET /en/other/ from 127.0.0.1") == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"GET /en/flood/ HTTP/1.1\r\n\r\n",
        b"GET /en/flood/ HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        b"GET /en/flood/ HTTP/1.1\r\nHo st: a\r\n\r\n",
        b"GET  HTTP/1.1\r\nHost: a\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
    ],
)
def test_malformed_request_harms_nobody(front: Front, raw: bytes) -> None:
    front.send(raw[:-1] + b"\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")

    assert front.get("/en/flood/").content.decode() == PAGE


@pytest.mark.parametrize(
    "path",
    ["/../../etc/passwd", "/en/%2e%2e/%2e%2e/x/", "/en/@/", "/en/flood/@/head.json", "/%00/", "//"],
)
def test_no_address_leads_out_of_the_folder(front: Front, path: str) -> None:
    line = f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode()

    assert b" from 127.0.0.1" in front.send(line)


def test_forms_reach_the_application_whole(front: Front) -> None:
    response = front.get("/en/form/", method="POST", body=b"x" * 300_000)

    assert response.content == b"POST /en/form/ from 127.0.0.1: " + b"x" * 300_000


def test_half_of_a_small_form_is_handed_to_nobody(front: Front) -> None:
    head = b"POST /en/half/ HTTP/1.1\r\nHost: paper.example\r\nContent-Length: 20\r\n\r\n"
    with socket.create_connection(("127.0.0.1", front.port)) as connection:
        connection.sendall(head + b"address=")
    time.sleep(0.3)
    assert "/en/half/" not in Application.asked

    front.get("/en/half/", method="POST", body=b"address=ada@post.exa")
    assert Application.asked.count("/en/half/") == 1


def test_own_files_need_no_application(front: Front) -> None:
    response = front.get("/static/base.css")

    assert response.content == b"a {}"
    assert "immutable" in header(response, "cache-control")


def test_own_files_are_sent_packed_where_they_can_be(front: Front) -> None:
    packed = gzip.compress(b"a {}")
    (front.folder / "static" / "base.css.gz").write_bytes(packed)

    response = front.get("/static/base.css", Accept_Encoding="gzip, br")

    assert (response.content, header(response, "content-encoding")) == (packed, "gzip")
    assert header(response, "content-type").startswith("text/css")
    assert header(response, "vary") == "accept-encoding"
    assert front.get("/static/no.css", Accept_Encoding="gzip").status == 404


def test_printed_pages_are_read_while_the_application_is_down(front: Front) -> None:
    front.shelf.put("/es/-/unavailable/", page("<p>Vuelve en unos minutos.</p>"))
    front.stop_application()
    try:
        read, asked, other = (front.get(path) for path in ("/en/flood/", "/es/desk/", "/desk/"))
    finally:
        front.start_application()

    assert read.content.decode() == PAGE
    assert (asked.status, header(asked, "retry-after")) == (503, "30")
    assert asked.content.decode() == "<p>Vuelve en unos minutos.</p>"
    assert (other.status, header(other, "retry-after")) == (503, "30")
    assert front.get("/desk/").status == 200


def test_damaged_page_is_left_to_the_application(front: Front, tmp_path: Path) -> None:
    front.shelf.put("/en/torn/", page(PAGE))
    [file] = (front.folder / "printed/pages/en/torn/@").glob("page-????????")
    file.write_bytes(PAGE[:50].encode())

    assert b"GET /en/torn/" in front.get("/en/torn/").content
