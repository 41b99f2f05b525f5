"""What `post` sends and returns, to and from a real server on the loopback."""

import pytest

from rotativa import __version__
from rotativa.lib.http import Limits, Refused, TooLarge, post, reach_of
from tests.servers import LOOPBACK, LoopbackServer, answer


def test_post_sends_what_it_is_told_and_returns_any_answer() -> None:
    with LoopbackServer({"/a": answer(b"no", status="418 Teapot")}) as server:
        url = server.url("/a")
        told = post(url, b"text", headers={"Authorization": "Key"}, reach=server.reach())

    assert (told.status, told.body) == (418, b"no")
    assert server.bodies == [b"text"]
    assert server.requests == [
        (
            "POST /a HTTP/1.1\r\n"
            f"Host: paper.test:{server.port}\r\n"
            f"User-Agent: Rotativa/{__version__} (newsroom software, fetching what an editor asked for)\r\n"
            "Accept: application/json\r\n"
            "Accept-Encoding: gzip\r\n"
            "Connection: close\r\n"
            "Authorization: Key\r\n"
            "Content-Length: 4\r\n\r\n"
        )
    ]


def test_post_does_not_follow_redirects_with_what_it_was_told() -> None:
    answers = {"/": answer(status="307 Go", Location="/next"), "/next": answer(b"news")}
    with LoopbackServer(answers) as server:
        assert post(server.url("/"), b"text", headers={}, reach=server.reach()).status == 307

    assert len(server.requests) == 1


def test_post_takes_no_large_answer() -> None:
    with LoopbackServer({"/": answer(b"n" * 1001)}) as server, pytest.raises(TooLarge):
        post(server.url("/"), b"", headers={}, limits=Limits(max_bytes=1000), reach=server.reach())


def test_only_what_the_settings_name_may_be_private() -> None:
    with LoopbackServer({"/": answer(b"news")}) as server:
        url = server.url("/", host=LOOPBACK)
        with pytest.raises(Refused):
            post(url, b"", headers={})
        told = post(url, b"", headers={}, reach=reach_of(url))

    assert told.body == b"news"
    assert len(server.requests) == 1
