"""A part of a file, for downloads that broke off."""

from pathlib import Path
from typing import Any

import pytest
from django.http.response import StreamingHttpResponse
from django.test import RequestFactory

from rotativa.lib.ranges import ranged


def asked(path: Path, **headers: str) -> tuple[int, bytes, str | None]:
    request = RequestFactory().get("/", headers=headers)
    answer: Any = ranged(request, path, etag="one", content_type="text/plain")
    is_streamed = isinstance(answer, StreamingHttpResponse)
    body = b"".join(answer) if is_streamed else answer.content
    assert answer.headers.get("Content-Length", "0") == str(len(body))
    return answer.status_code, body, answer.headers.get("Content-Range")


@pytest.mark.parametrize(
    ("headers", "answer"),
    [
        ({}, (200, b"0123456789", None)),
        ({"Range": "bytes=2-4"}, (206, b"234", "bytes 2-4/10")),
        ({"Range": "bytes=7-"}, (206, b"789", "bytes 7-9/10")),
        ({"Range": "bytes=-2"}, (206, b"89", "bytes 8-9/10")),
        ({"Range": "bytes=0-99"}, (206, b"0123456789", "bytes 0-9/10")),
        ({"Range": "bytes=10-"}, (416, b"", "bytes */10")),
        ({"Range": "bytes=5-2"}, (416, b"", "bytes */10")),
        ({"Range": "bytes=-"}, (200, b"0123456789", None)),
        ({"Range": "bytes=0-1,4-5"}, (200, b"0123456789", None)),
        ({"Range": "lines=0-1"}, (200, b"0123456789", None)),
        ({"Range": "bytes=2-4", "If-Range": '"one"'}, (206, b"234", "bytes 2-4/10")),
        ({"Range": "bytes=2-4", "If-Range": '"two"'}, (200, b"0123456789", None)),
    ],
)
def test_part_that_is_asked_for_is_given(
    tmp_path: Path, headers: dict[str, str], answer: tuple[int, bytes, str | None]
) -> None:
    path = tmp_path / "digits"
    path.write_bytes(b"0123456789")

    assert asked(path, **headers) == answer
