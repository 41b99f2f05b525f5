"""The answers that `fetch` gives, from real servers on the loopback."""

import gzip

import pytest
from django.utils import translation

from rotativa import __version__
from rotativa.lib.http import (
    BadAnswer,
    BadStatus,
    Limits,
    Reach,
    Refused,
    Response,
    Unreachable,
    fetch,
)
from rotativa.lib.reasons import said
from tests.servers import LOOPBACK, LoopbackServer, answer, book, redirect


def test_fetch_returns_the_answer_and_names_itself() -> None:
    with LoopbackServer({"/a?b=c": answer(b"news", kind="text/plain; charset=utf-8")}) as server:
        url = server.url("/a?b=c")
        response = fetch(url + "#part", reach=server.reach())

    assert response == Response(
        url=url,
        status=200,
        headers={"content-type": "text/plain; charset=utf-8", "content-length": "4"},
        body=b"news",
    )
    assert server.requests == [
        (
            "GET /a?b=c HTTP/1.1\r\n"
            f"Host: paper.test:{server.port}\r\n"
            f"User-Agent: Rotativa/{__version__} (newsroom software, fetching what an editor asked for)\r\n"
            "Accept: */*\r\n"
            "Accept-Encoding: gzip\r\n"
            "Connection: close\r\n\r\n"
        )
    ]


def test_environment_proxy_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")

    with LoopbackServer({"/": answer(b"news")}) as server:
        assert fetch(server.url("/"), reach=server.reach()).body == b"news"


def test_cookie_of_one_hop_is_not_sent_to_the_next() -> None:
    first = answer(status="302 Found", Location="/next", Set_Cookie="a=b; Path=/")
    with LoopbackServer({"/": first, "/next": answer(b"news")}) as server:
        fetch(server.url("/"), reach=server.reach())

    assert len(server.requests) == 2
    assert "cookie" not in "".join(server.requests).lower()


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("text/html; charset=iso-8859-1", b"a\xf1o", "año"),
        ('text/html; charset="UTF-8"', "año".encode(), "año"),
        ("text/html", "año".encode(), "año"),
        ("text/html; charset=no-such", "año".encode(), "año"),
        ("text/html; charset=idna", "año".encode(), "año"),
        ("text/html", b"a\xf1o", "a\ufffdo"),
    ],
)
def test_text_is_decoded_as_the_answer_says(kind: str, body: bytes, text: str) -> None:
    assert Response("", 200, {"content-type": kind}, body).text == text


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "GZIP"])
def test_packed_answer_is_unpacked(coding: str) -> None:
    body = gzip.compress(b"news ", mtime=0) + gzip.compress(b"paper", mtime=0)
    with LoopbackServer({"/": answer(body, Content_Encoding=coding)}) as server:
        assert fetch(server.url("/"), reach=server.reach()).body == b"news paper"


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (gzip.compress(b"news" * 100, mtime=0)[:-9], "gzip"),
        (b"plainly not packed", "gzip"),
        (gzip.compress(b"news", mtime=0) + b"and more", "gzip"),
        (b"news", "br"),
        (gzip.compress(gzip.compress(b"news", mtime=0), mtime=0), "gzip, gzip"),
    ],
)
def test_badly_packed_answer_is_not_used(body: bytes, coding: str) -> None:
    with (
        LoopbackServer({"/": answer(body, Content_Encoding=coding)}) as server,
        pytest.raises(BadAnswer, match="packed"),
    ):
        fetch(server.url("/"), reach=server.reach())


@pytest.mark.parametrize(
    ("status", "may_pass"),
    [
        ("404 Not Found", False),
        ("410 Gone", False),
        ("401 No", False),
        ("304 Same", False),
        ("429 Later", True),
        ("500 Oh", True),
        ("503 Later", True),
        ("302 Nowhere", False),
    ],
)
def test_status_of_a_refusal_is_told(status: str, may_pass: bool) -> None:
    with (
        LoopbackServer({"/": answer(status=status)}) as server,
        pytest.raises(BadStatus, match=f"answered with status {status[:3]}") as caught,
    ):
        fetch(server.url("/"), reach=server.reach())

    assert (caught.value.status, caught.value.may_pass) == (int(status[:3]), may_pass)


@pytest.mark.parametrize("accept", [("image/png", "image/*"), ("image/webp",)])
def test_useful_kind_is_accepted(accept: tuple[str, ...]) -> None:
    with LoopbackServer({"/": answer(b"RIFF", kind="image/WebP; q=1")}) as server:
        assert fetch(server.url("/"), accept=accept, reach=server.reach()).body == b"RIFF"

    assert f"\r\nAccept: {', '.join(accept)}\r\n" in server.requests[0]


@pytest.mark.parametrize("kind", ["text/html", "imagery/png", "application/image"])
def test_answer_of_another_kind_is_not_used(kind: str) -> None:
    with (
        LoopbackServer({"/": answer(b"news", kind=kind)}) as server,
        pytest.raises(BadAnswer, match=f"another kind of content: {kind}."),
    ):
        fetch(server.url("/"), accept=("image/*",), reach=server.reach())


def test_answer_of_no_kind_is_not_used_and_may_be_told_in_another_language() -> None:
    with (
        LoopbackServer({"/": answer(b"news", kind="")}) as server,
        translation.override("es"),
        pytest.raises(BadAnswer) as caught,
    ):
        fetch(server.url("/"), accept=("image/*",), reach=server.reach())

    assert said(caught.value.kept()) == "The site does not say of which kind its content is."


def test_redirects_lead_to_the_last_answer() -> None:
    answers = {
        "/": redirect("//paper.test:{port}/one"),
        "/one": answer(status="301 Moved", Location="two?x=1"),
        "/two?x=1": answer(status="308 Moved", Location="#here"),
    }
    with LoopbackServer(answers) as server:
        server.answers["/"] = redirect(f"//paper.test:{server.port}/one")
        server.answers["/two?x=1"] = redirect(server.url("/end", host="other.test"))
        server.answers["/end"] = answer(b"news")
        response = fetch(server.url("/"), reach=server.reach(other_test=[LOOPBACK]))

    assert (response.url, response.body) == (server.url("/end", host="other.test"), b"news")


def test_redirects_are_counted() -> None:
    with (
        LoopbackServer({"/": redirect("/")}) as server,
        pytest.raises(BadAnswer, match="never arrives"),
    ):
        fetch(server.url("/"), limits=Limits(max_redirects=3), reach=server.reach())

    assert len(server.requests) == 4


@pytest.mark.parametrize(
    "location",
    [
        "http://inner.test:{port}/secret",
        "http://127.0.0.2:{port}/secret",
        "http://[::1]:{port}/secret",
        "http://2130706434:{port}/secret",
        "http://paper.test:22/secret",
        "file:///etc/passwd",
        "http://ada:pw@paper.test:{port}/secret",
        "http://[",
    ],
)
def test_redirect_to_a_forbidden_place_is_refused(location: str) -> None:
    with LoopbackServer({"/secret": answer(b"SECRET")}) as server:
        server.answers["/"] = redirect(location.format(port=server.port))
        with pytest.raises(Refused):
            fetch(server.url("/"), reach=server.reach(inner_test=["127.0.0.2"]))

        # Control: the same redirect to a permitted place arrives, so the server can be reached.
        server.answers["/"] = redirect("/secret")
        assert fetch(server.url("/"), reach=server.reach()).body == b"SECRET"


def test_private_server_is_not_reached_without_permission() -> None:
    with LoopbackServer({"/": answer(b"SECRET")}) as server:
        reach = server.reach()
        strict = Reach(ports=reach.ports, resolve=reach.resolve)
        for url in (server.url("/"), server.url("/", host=LOOPBACK)):
            with pytest.raises(Refused, match="not on the public Internet"):
                fetch(url, reach=strict)
        assert server.requests == []

        # Control: with permission it answers.
        assert fetch(server.url("/"), reach=reach).body == b"SECRET"


def test_name_is_looked_up_once_and_its_second_answer_never_used() -> None:
    answers = iter([[LOOPBACK], ["127.0.0.2"]])
    with LoopbackServer({"/": answer(b"news")}) as server:
        reach = Reach(
            ports=frozenset({server.port}),
            private=frozenset({LOOPBACK}),
            resolve=lambda _host, _port: next(answers),
        )
        assert fetch(server.url("/"), reach=reach).body == b"news"
        assert next(answers) == ["127.0.0.2"]


def test_rebinding_between_two_hops_is_refused() -> None:
    answers = iter([[LOOPBACK], ["127.0.0.2"]])
    with LoopbackServer({"/": redirect("/secret"), "/secret": answer(b"SECRET")}) as server:
        reach = Reach(
            ports=frozenset({server.port}),
            private=frozenset({LOOPBACK}),
            resolve=lambda _host, _port: next(answers),
        )
        with pytest.raises(Refused):
            fetch(server.url("/"), reach=reach)

    assert len(server.requests) == 1


def test_second_address_is_tried_when_the_first_does_not_answer() -> None:
    with LoopbackServer({"/": answer(b"news")}) as server:
        reach = Reach(
            ports=frozenset({server.port}),
            private=frozenset({LOOPBACK, "::1"}),
            resolve=book({"paper.test": ["::1", LOOPBACK]}),
        )
        assert fetch(server.url("/"), reach=reach).body == b"news"


def test_closed_port_is_unreachable() -> None:
    with LoopbackServer({}) as server:
        url, reach = server.url("/"), server.reach()

    with pytest.raises(Unreachable, match=r"paper\.test cannot be reached"):
        fetch(url, reach=reach)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 two hundred\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nnews",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nnews",
        b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nnews",
    ],
)
def test_broken_answer_is_told(raw: bytes) -> None:
    with (
        LoopbackServer({"/": raw}) as server,
        pytest.raises(BadAnswer, match=r"paper\.test gave an answer that cannot be read"),
    ):
        fetch(server.url("/"), reach=server.reach())
