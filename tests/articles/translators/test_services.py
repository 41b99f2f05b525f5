"""What is sent to the services that translate, and what their answers and refusals become.

The answers in `tests/data/translators/` are written after the services' public documentation.
"""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rotativa import __version__
from rotativa.articles.translators import NotTranslated, TooLong, Translator
from rotativa.articles.translators.deepl.translator import DeepL
from rotativa.articles.translators.libretranslate.translator import LibreTranslate
from rotativa.lib.http import Limits
from tests.servers import LOOPBACK, LoopbackServer, answer, endless

DATA = Path(__file__).parents[2] / "data" / "translators"
SPANISH = [
    "La compuerta que se cierra de noche",
    '<p id="1">La <a id="2">Junta del Puerto</a> no respondió.</p>',
]
ENGLISH = [
    "The gate that closes at night",
    '<p id="1">The <a id="2">Harbour Board</a> did not answer.</p>',
]
KEY = "279a2e9d-83b3-c416-7e2d-f721593e42a0:fx"


def deepl(server: LoopbackServer) -> Translator:
    return DeepL(key=KEY, endpoint=server.url("", host=LOOPBACK))


def libretranslate(server: LoopbackServer) -> Translator:
    return LibreTranslate(endpoint=server.url("", host=LOOPBACK), key="a-key")


BOTH = [(deepl, "/v2/translate"), (libretranslate, "/translate")]


def recorded(name: str) -> bytes:
    return answer((DATA / f"{name}.json").read_bytes(), kind="application/json")


def wait() -> Any:
    time.sleep(60)
    yield b""


def head_of(path: str, port: int, *lines: str, length: int) -> str:
    return "\r\n".join(
        [
            f"POST {path} HTTP/1.1",
            f"Host: {LOOPBACK}:{port}",
            f"User-Agent: Rotativa/{__version__} (newsroom software, fetching what an editor asked for)",
            "Accept: application/json",
            "Accept-Encoding: gzip",
            "Connection: close",
            "Content-Type: application/json",
            *lines,
            f"Content-Length: {length}",
            "\r\n",
        ]
    )


def test_deepl_is_asked_and_its_answer_read() -> None:
    with LoopbackServer({"/v2/translate": recorded("deepl")}) as server:
        found = deepl(server).translate(SPANISH, source="es", target="en")

    [body] = server.bodies
    assert found == ENGLISH
    assert server.requests == [
        head_of(
            "/v2/translate", server.port, f"Authorization: DeepL-Auth-Key {KEY}", length=len(body)
        )
    ]
    assert json.loads(body) == {
        "text": SPANISH,
        "source_lang": "ES",
        "target_lang": "EN-US",
        "tag_handling": "html",
    }


def test_libretranslate_is_asked_and_its_answer_read() -> None:
    with LoopbackServer({"/translate": recorded("libretranslate")}) as server:
        found = libretranslate(server).translate(SPANISH, source="es", target="en-gb")

    [body] = server.bodies
    assert found == ENGLISH
    assert server.requests == [head_of("/translate", server.port, length=len(body))]
    assert json.loads(body) == {
        "q": SPANISH,
        "source": "es",
        "target": "en",
        "format": "html",
        "api_key": "a-key",
    }


def test_own_libretranslate_is_sent_no_key() -> None:
    with LoopbackServer({"/translate": recorded("libretranslate")}) as server:
        translator = LibreTranslate(endpoint=server.url("", host=LOOPBACK))
        translator.translate(SPANISH, source="es", target="en")

    assert "api_key" not in json.loads(server.bodies[0])


def test_key_says_which_deepl_is_asked() -> None:
    assert [DeepL(key=key).url for key in (KEY, KEY.removesuffix(":fx"))] == [
        "https://api-free.deepl.com/v2/translate",
        "https://api.deepl.com/v2/translate",
    ]


def test_deepl_without_an_endpoint_of_ours_is_reached_in_public_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever forged the name of DeepL for this machine would get texts from the private network."""
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(0, 0, 0, "", ("10.0.0.1", 443))])

    with pytest.raises(NotTranslated, match="not on the public Internet"):
        DeepL(key=KEY).translate(["a"], source="es", target="en")


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("en", "EN-US"),
        ("en-gb", "EN-GB"),
        ("pt-br", "PT-BR"),
        ("zh-hans", "ZH-HANS"),
        ("es", "ES"),
        ("de-at", "DE"),
        ("uk", "UK"),
    ],
)
def test_deepl_is_told_the_kind_of_language(language: str, code: str) -> None:
    with LoopbackServer({"/v2/translate": recorded("deepl")}) as server:
        deepl(server).translate(SPANISH, source="es-mx", target=language)

    told = json.loads(server.bodies[0])
    assert (told["source_lang"], told["target_lang"]) == ("ES", code)


@pytest.mark.parametrize(("make", "path"), BOTH)
@pytest.mark.parametrize(
    ("status", "body", "said", "may_pass"),
    [
        ("403 Forbidden", {"message": "Wrong key"}, "does not take the key.*Wrong key", False),
        ("401 Unauthorized", {}, "does not take the key.*–", False),
        ("456 Quota", {"message": "Quota exceeded"}, "quota at .* is used up.*Quota exceed", False),
        ("400 Bad", {"error": "xx is not supported"}, "refuses.*xx is not supported", False),
        ("302 Found", {}, "refuses the text .status 302", False),
        ("500 Oh", {"error": "Cannot translate"}, "in trouble .status 500.*Cannot trans", True),
        ("503 Later", {}, "in trouble", True),
    ],
)
def test_refusal_is_told_in_words(
    make: Callable[[LoopbackServer], Translator],
    path: str,
    status: str,
    body: dict[str, str],
    said: str,
    may_pass: bool,
) -> None:
    refusal = answer(json.dumps(body).encode(), status=status, kind="application/json")
    with LoopbackServer({path: refusal}) as server:
        translator = make(server)
        with pytest.raises(NotTranslated, match=said) as caught:
            translator.translate(SPANISH, source="es", target="en")

    assert caught.value.may_pass is may_pass
    assert translator.name in str(caught.value)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("status", "rest", "seconds"),
    [("429 Slow", "90", 90), ("529 Slow", "999999", 3600), ("429 Slow", "Mon, 1 Jan", 0)],
)
def test_service_is_left_alone_for_as_long_as_it_asks(status: str, rest: str, seconds: int) -> None:
    with (
        LoopbackServer({"/v2/translate": answer(status=status, Retry_After=rest)}) as server,
        pytest.raises(NotTranslated, match="asked too often") as caught,
    ):
        deepl(server).translate(SPANISH, source="es", target="en")

    assert (caught.value.may_pass, caught.value.after) == (True, seconds)


def test_too_long_a_text_is_told_apart() -> None:
    with (
        LoopbackServer({"/v2/translate": answer(status="413 Large")}) as server,
        pytest.raises(TooLong, match="too long for DeepL"),
    ):
        deepl(server).translate(SPANISH, source="es", target="en")


@pytest.mark.parametrize(("make", "path"), BOTH)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"null",
        b'{"translations": [], "translatedText": []}',
        b'{"translations": {"text": "a"}, "translatedText": "a"}',
        b'{"translations": [{"text": "a"}], "translatedText": ["a"]}',
        b'{"translations": [{"text": 1}, 2], "translatedText": [1, null]}',
    ],
)
def test_answer_that_does_not_fit_is_not_used(
    make: Callable[[LoopbackServer], Translator], path: str, body: bytes
) -> None:
    with (
        LoopbackServer({path: answer(body)}) as server,
        pytest.raises(NotTranslated, match="cannot be read") as caught,
    ):
        make(server).translate(SPANISH, source="es", target="en")

    assert caught.value.may_pass


def test_service_that_does_not_answer_is_told() -> None:
    with LoopbackServer({}) as server:
        translator = deepl(server)

    with pytest.raises(NotTranslated, match=r"DeepL cannot be asked.*cannot be reached") as caught:
        translator.translate(SPANISH, source="es", target="en")

    assert caught.value.may_pass


@pytest.mark.parametrize(
    ("pieces", "limits", "said"),
    [
        (endless(b"HTTP/1.1 200 OK\r\n\r\n", b" " * 65536), Limits(max_bytes=1000), "too large"),
        (wait, Limits(idle_seconds=0.5), "did not answer in time"),
    ],
)
def test_answer_is_bounded(
    monkeypatch: pytest.MonkeyPatch, pieces: Any, limits: Limits, said: str
) -> None:
    monkeypatch.setattr("rotativa.articles.translators.asking.LIMITS", limits)
    with (
        LoopbackServer({"/v2/translate": pieces}) as server,
        pytest.raises(NotTranslated, match=said),
    ):
        deepl(server).translate(SPANISH, source="es", target="en")
