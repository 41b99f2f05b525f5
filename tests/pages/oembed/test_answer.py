"""Answers in the form that providers give, and answers that mean us harm."""

import json
from pathlib import Path
from typing import Any

import pytest

from rotativa.pages.oembed.answer import Answer, NoCard, read_answer, words

RECORDED = Path(__file__).parents[2] / "data" / "oembed"
ANSWERS = {
    "youtube": Answer(
        kind="video",
        title="Linnet Weir, 9 March: the centre gate comes down",
        author_name="Towpath Anglers",
        author_url="https://www.youtube.com/@towpathanglers",
        provider_name="YouTube",
        thumbnail_url="https://i.ytimg.com/vi/linnet-0214/hqdefault.jpg",
        width=200,
        height=113,
    ),
    "vimeo": Answer(
        kind="video",
        title="Elvers & eels",
        author_name="Oda Brennick",
        author_url="https://vimeo.com/odabrennick",
        provider_name="Vimeo",
        thumbnail_url="https://i.vimeocdn.com/video/20260309_295x166",
        width=480,
        height=270,
        duration=72,
    ),
    "x": Answer(
        kind="rich",
        author_name="Aldera Harbour Board",
        author_url="https://twitter.com/harbourboard",
        provider_name="Twitter",
        text=(
            "No gate movements took place at Linnet Weir.\n\nReports to the contrary are mistaken."
        ),
        text_language="en",
        width=550,
    ),
    "bluesky": Answer(
        kind="rich",
        author_name="Bram Ostrey",
        author_url="https://bsky.app/profile/bram.example",
        provider_name="Bluesky Social",
        text="Falta la página 31.",
        text_language="es",
        width=600,
    ),
    "tiktok": Answer(
        kind="video",
        title="eels in the dark #linnet",
        author_name="Eel Watch",
        author_url="https://www.tiktok.com/@eelwatch",
        provider_name="TikTok",
        thumbnail_url="https://p16.tiktokcdn.com/eels.jpeg",
        text="eels in the dark",
    ),
    "mastodon": Answer(
        kind="rich",
        author_name="Saltpan Lil",
        author_url="https://plaza.example/@saltpan",
        provider_name="plaza.example",
        width=400,
    ),
    "soundcloud": Answer(
        kind="rich",
        title="The siren at Mill Steps by Radio Aldera",
        author_name="Radio Aldera",
        author_url="https://soundcloud.com/radio-aldera",
        provider_name="SoundCloud",
        thumbnail_url="https://i1.sndcdn.com/artworks-siren-t500x500.jpg",
        height=400,
    ),
    "flickr": Answer(
        kind="photo",
        title="Reeds",
        author_name="Oda Brennick",
        author_url="https://www.flickr.com/photos/odabrennick/",
        provider_name="Flickr",
        thumbnail_url="https://live.staticflickr.com/65535/reeds_b.jpg",
        width=1024,
        height=683,
    ),
}


@pytest.mark.parametrize(("name", "expected"), ANSWERS.items())
def test_recorded_answer_is_read(name: str, expected: Answer) -> None:
    assert read_answer((RECORDED / f"{name}.json").read_bytes()) == expected


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Not found</html>",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"type": "video", "n": ' + b"9" * 5000 + b"}",
        b"[]",
        b"null",
        b'"video"',
        b"{}",
        b'{"type": "script"}',
        b'{"type": ["video"]}',
        b'{"type": {"video": 1}}',
    ],
)
def test_body_that_is_no_answer_is_told(body: bytes) -> None:
    with pytest.raises(NoCard, match="The site's answer"):
        read_answer(body)


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("title", "<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("title", "a &lt;b&gt; c", "a <b> c"),
        ("title", " one\n two\t three ", "one two three"),
        ("title", "a\u202eb\u2066c\x00d\x1b[31m", "abcd[31m"),
        ("title", "x" * 9000, "x" * 299 + "…"),
        ("title", ["x"], ""),
        ("title", 7, ""),
        ("author_url", "javascript:alert(1)", ""),
        ("author_url", "data:text/html,x", ""),
        ("author_url", "//plaza.example/@a", ""),
        ("author_url", "https://[", ""),
        ("author_url", "https://plaza.example/\n", ""),
        ("author_url", "https://plaza.example/" + "a" * 1000, ""),
        ("thumbnail_url", "file:///etc/passwd", ""),
        ("thumbnail_url", {"a": 1}, ""),
        ("width", "640", 640),
        ("width", 640.7, 640),
        ("width", -1, None),
        ("width", 0, None),
        ("width", 0.4, None),
        ("width", 10**9, None),
        ("width", "1" * 4000, None),
        ("width", "٣", None),
        ("width", True, None),
        ("duration", "72", 72),
        ("duration", 10**12, None),
        ("html", {"a": "b"}, ""),
        ("html", "", ""),
        ("html", "<", ""),
        ("html", "<iframe src=x></iframe>", ""),
    ],
)
def test_hostile_field_becomes_plain_or_nothing(field: str, value: Any, kept: Any) -> None:
    answer = read_answer(json.dumps({"type": "video", field: value}).encode())

    assert getattr(answer, {"html": "text"}.get(field, field)) == kept


@pytest.mark.parametrize(
    ("markup", "text", "language"),
    [
        ("<blockquote><p lang='uk'>Один</p><p>Two</p></blockquote>", "Один\nTwo", "uk"),
        ("<blockquote><p>a<script>b()</script><style>c</style>d</p></blockquote>", "ad", ""),
        ("<blockquote><p onclick='x'>a &lt;img&gt; b</p></blockquote>", "a <img> b", ""),
        ("<blockquote><p>one</p></blockquote><blockquote><p>two</p></blockquote>", "one", ""),
        ("<p>outside</p>", "", ""),
        ("<blockquote><div>View on Plaza</div></blockquote>", "", ""),
        ("<blockquote><p lang='und'>a</p></blockquote>", "a", ""),
        ("<blockquote><p lang='x\" onload=\"y'>a</p></blockquote>", "a", ""),
        ("<blockquote><p>a\x00b</p></blockquote>", "ab", ""),
        ("<div>" * 50_000 + "<blockquote><p>deep</p></blockquote>", "", ""),
        ('<?xml version="1.0" encoding="utf-8"?><blockquote><p>a</p></blockquote>', "", ""),
    ],
)
def test_words_of_a_post_are_taken_from_its_quotation(
    markup: str, text: str, language: str
) -> None:
    answer = read_answer(json.dumps({"type": "rich", "html": markup}).encode())

    assert (answer.text, answer.text_language) == (text, language)


def test_long_words_are_cut_and_empty_lines_kept_to_one() -> None:
    assert words("a\n\n\n\n b  c \r\nd\re", 100) == "a\n\nb c\nd\ne"
    assert words("x" * 11, 10) == "x" * 9 + "…"
