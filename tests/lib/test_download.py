"""Answers that are streamed into a file."""

import tracemalloc
from pathlib import Path

import pytest

from rotativa.lib.http import BadAnswer, BadStatus, Download, Limits, TooLarge, download
from tests.servers import Answer, LoopbackServer, answer, endless, redirect

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"


def test_download_puts_the_answer_into_the_file(tmp_path: Path) -> None:
    to = tmp_path / "picture.png"
    to.write_bytes(b"what was there before")
    with LoopbackServer(
        {"/": redirect("/p.png"), "/p.png": answer(b"PNG", kind="image/png")}
    ) as server:
        got = download(server.url("/"), to, accept=("image/*",), reach=server.reach())

    assert got == Download(
        url=server.url("/p.png"),
        status=200,
        headers={"content-type": "image/png", "content-length": "3"},
        path=to,
        size=3,
    )
    assert got.media_type == "image/png"
    assert to.read_bytes() == b"PNG"
    assert list(tmp_path.iterdir()) == [to]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (answer(status="404 Not Found"), BadStatus),
        (answer(b"<html>", kind="text/html"), BadAnswer),
        (HEAD + b"Content-Length: 9\r\n\r\nPNG", BadAnswer),
        (endless(HEAD + b"\r\n", b"x" * 65536), TooLarge),
    ],
)
def test_failed_download_leaves_the_folder_as_it_was(
    tmp_path: Path, given: bytes | Answer, error: type[Exception]
) -> None:
    to = tmp_path / "picture.png"
    to.write_bytes(b"what was there before")
    with LoopbackServer({"/": given}) as server, pytest.raises(error):
        download(
            server.url("/"),
            to,
            accept=("image/*",),
            limits=Limits(max_bytes=200_000),
            reach=server.reach(),
        )

    assert list(tmp_path.iterdir()) == [to]
    assert to.read_bytes() == b"what was there before"


def test_large_download_does_not_pass_through_memory(tmp_path: Path) -> None:
    size = 30_000_000
    body = b"x" * size
    with LoopbackServer({"/": answer(body)}) as server:
        tracemalloc.start()
        got = download(
            server.url("/"),
            tmp_path / "film",
            limits=Limits(max_bytes=size),
            reach=server.reach(),
        )
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert got.size == size
    assert peak < 5_000_000
