"""Pictures and documents through the front: whole or in parts, and pictures without the application."""

from collections.abc import Iterator

import httpcore
import pytest

from rotativa.lib.backend import MOST_CONNECTIONS
from tests.press.front import Front, header

DATA = bytes(range(256)) * 400
PICTURE = "/media/images/weir.webp"
TALK = "/documents/talk.mp3"


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with Front(tmp_path_factory.mktemp("front")) as front:
        for path in (PICTURE, "/media/original_images/weir.jpg", f"/media{TALK}"):
            file = front.folder / path[1:]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(DATA)
        (front.folder / "secret").write_text("of nobody's concern")
        yield front


@pytest.mark.parametrize("path", [PICTURE, TALK, "/static/base.css"])
def test_parts_of_a_file(front: Front, path: str) -> None:
    whole = front.get(path)

    first = front.get(path, Range="bytes=1-3")
    last = front.get(path, Range="bytes=-2")
    none = front.get(path, Range="bytes=900000-")

    assert (whole.status, header(whole, "accept-ranges")) == (200, "bytes")
    assert (first.status, first.content) == (206, whole.content[1:4])
    assert header(first, "content-range") == f"bytes 1-3/{len(whole.content)}"
    assert (last.status, last.content) == (206, whole.content[-2:])
    assert none.status == 416


@pytest.mark.parametrize("path", [PICTURE, TALK])
def test_part_of_another_file_is_never_joined_to_this_one(front: Front, path: str) -> None:
    etag = header(front.get(path), "etag")

    same = front.get(path, Range="bytes=1-3", If_Range=etag)
    other = front.get(path, Range="bytes=1-3", If_Range='"other"')

    assert (same.status, same.content) == (206, DATA[1:4])
    assert (other.status, other.content) == (200, DATA)


def test_picture_tells_what_it_is_and_runs_nothing(front: Front) -> None:
    response = front.get(PICTURE)

    assert response.content == DATA
    assert {name: header(response, name) for name in TOLD} == {
        "content-type": "image/webp",
        "x-content-type-options": "nosniff",
        "cache-control": "public, max-age=31536000, immutable",
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    }
    assert front.get(PICTURE, If_None_Match=header(response, "etag")).status == 304


TOLD = ["content-type", "x-content-type-options", "cache-control", "content-security-policy"]


def test_document_has_the_headers_that_django_gave_it(front: Front) -> None:
    response = front.get(TALK)

    assert response.content == DATA
    assert header(response, "content-type") == "audio/mpeg"
    assert header(response, "content-disposition") == 'attachment; filename="talk.mp3"'
    assert header(response, "etag") == '"of Django"'
    assert header(response, "content-length") == str(len(DATA))
    assert header(response, "x-sendfile") == ""
    assert front.get(TALK, method="HEAD").content == b""


def test_document_without_a_digest_gets_an_etag_of_its_own(front: Front) -> None:
    unknown = front.folder / "media" / "documents" / "unknown.mp3"
    unknown.write_bytes(DATA)

    assert len(header(front.get("/documents/unknown.mp3"), "etag")) > 10


@pytest.mark.parametrize("path", [TALK, "/documents/gone.mp3", "/documents/%00.mp3"])
def test_any_number_of_files_leaves_the_way_to_the_application_open(
    front: Front, path: str
) -> None:
    """Whatever becomes of the answer, its connection is given back."""
    told = {front.get(path).status for _ in range(MOST_CONNECTIONS + 1)}

    assert (len(told), front.get("/en/search/").status) == (1, 200)


@pytest.mark.parametrize("path", ["/documents/../../secret", "/documents/%2e%2e/%2e%2e/secret"])
def test_no_other_file_is_handed_over(front: Front, path: str) -> None:
    line = f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode()

    received = front.send(line)

    assert b" 404 Not Found\r\n" in received
    assert b"concern" not in received


@pytest.mark.parametrize(
    "path", ["/media/original_images/weir.jpg", "/media/images/none.webp", f"/media{TALK}"]
)
def test_what_is_no_picture_for_readers_is_left_to_the_application(front: Front, path: str) -> None:
    assert front.get(path).content == f"GET {path} from 127.0.0.1: ".encode()


def test_pictures_are_there_while_the_application_is_down(front: Front) -> None:
    front.stop_application()
    try:
        answers: list[httpcore.Response] = [front.get(path) for path in (PICTURE, TALK)]
    finally:
        front.start_application()

    assert [each.status for each in answers] == [200, 503]
