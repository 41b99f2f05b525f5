"""Blocks that Markdown has no sign for, as fences in YAML."""

import pytest

from rotativa.importers.records import Block, MediaReference
from tests.importers.systems.markdown.folders import Reading, read

WHOLE_STATEMENT = """quote: There is no page.
speaker: The Board
means: by mail
date: 2026-11-18
url: https://b.example/1
original: No hay.
original_language: es"""


def fenced(tmp_path, kind: str, content: str) -> tuple[Reading, list[Block]]:
    files = {"a.md": f"---\ntitle: A\n---\n```{kind}\n{content}\n```\n"}
    files |= dict.fromkeys(["p.jpg", "q.jpg", "paper.pdf"], "x")
    reading = read(tmp_path, files)
    return reading, reading.item.body


def a_picture(name: str, **fields: object) -> dict[str, object]:
    value = {"alt": "", "decorative": False, "caption": "", "credit": ""}
    return {"image": MediaReference(url=f"/a/{name}", identity=name)} | value | fields


@pytest.mark.parametrize(
    ("kind", "content", "value"),
    [
        (
            "statement",
            WHOLE_STATEMENT,
            {
                "quote": "There is no page.",
                "speaker": "The Board",
                "means": "by mail",
                "date": "2026-11-18",
                "url": "https://b.example/1",
                "original": "No hay.",
                "original_language": "es",
            },
        ),
        (
            "statement",
            "quote: Yes",
            dict.fromkeys(["speaker", "means", "url", "original", "original_language"], "")
            | {"quote": "Yes", "date": None},
        ),
        ("pull_quote", "text: Well\nattribution: Ada", {"text": "Well", "attribution": "Ada"}),
        (
            "video",
            "url: https://v.example/1\ntitle: T",
            {"url": "https://v.example/1", "title": "T", "caption": ""},
        ),
        (
            "social",
            "url: https://s.example/1\nauthor: Bo",
            {"url": "https://s.example/1", "text": "", "author": "Bo"},
        ),
        (
            "map",
            "url: https://m.example/1\nplace: Here",
            {"url": "https://m.example/1", "place": "Here", "note": ""},
        ),
        (
            "file",
            "file: paper.pdf\ntitle: Paper",
            {"file": MediaReference(url="/a/paper.pdf", identity="paper.pdf"), "title": "Paper"},
        ),
        (
            "image",
            "image: p.jpg\nalt: A\nwidth: wide\nlink: https://x.example/",
            a_picture("p.jpg", alt="A", width="wide", link="https://x.example/"),
        ),
        (
            "image",
            "{image: p.jpg, decorative: true, width: huge}",
            a_picture("p.jpg", decorative=True, width="text", link=""),
        ),
        (
            "gallery",
            "title: G\nimages:\n- {image: p.jpg, caption: P}\n- image: q.jpg\n  credit: Q",
            {
                "title": "G",
                "images": [
                    {"type": "item", "value": a_picture("p.jpg", caption="P")},
                    {"type": "item", "value": a_picture("q.jpg", credit="Q")},
                ],
            },
        ),
        (
            "table",
            'caption: C\ncolumns: [Year, ""]\nrows:\n- ["2022", "**1,4**", "a < b"]\n- [x]',
            {
                "columns": [{"type": "text", "heading": name} for name in ("Year", "", "")],
                "rows": [
                    {"values": ["<p>2022</p>", "<p><b>1,4</b></p>", "<p>a &lt; b</p>"]},
                    {"values": ["<p>x</p>", "", ""]},
                ],
                "caption": "C",
            },
        ),
        ("questions", "", None),
        ("questions", "here", None),
    ],
)
def test_fence_becomes_its_block(tmp_path, kind, content, value):
    reading, body = fenced(tmp_path, kind, content)

    assert body == [{"type": kind, "value": value}]
    assert reading.item.notices == ()


@pytest.mark.parametrize(
    ("kind", "content", "reason"),
    [
        ("statement", "speaker: Ada", "quote is missing"),
        ("statement", "quote: a: b", "mapping values are not allowed in this context"),
        ("statement", "just words", "it is not a map of keys to values"),
        ("statement", "{quote: a, date: never}", "never is no date"),
        ("video", "url: javascript:alert(1)", "javascript:alert(1) is not an address of the web"),
        ("map", "place: Here", "url is missing"),
        ("image", "{image: p.jpg, link: /x/}", "/x/ is not an address of the web"),
        ("gallery", "title: G", "images is missing"),
        ("table", "columns: [a]", "rows is missing"),
        ("file", "title: F", "file is missing"),
        ("pull_quote", "a: &a [*a]", "*a repeats what is not there or not yet whole"),
    ],
)
def test_fence_that_cannot_be_read_stays_code(tmp_path, kind, content, reason):
    reading, body = fenced(tmp_path, kind, content)

    assert body == [{"type": "code", "value": {"language": kind, "code": content}}]
    assert [(notice.action, notice.what, notice.why) for notice in reading.item.notices] == [
        ("kept", kind, f"The fence is kept as code: {reason}.")
    ]


def test_keys_that_a_fence_does_not_know_are_told(tmp_path):
    reading, body = fenced(tmp_path, "pull_quote", "text: Well\nmood: x")

    assert body == [{"type": "pull_quote", "value": {"text": "Well", "attribution": ""}}]
    assert [notice.why for notice in reading.item.notices] == [
        "Of a fence, these keys are not used: mood."
    ]


def test_other_languages_stay_code(tmp_path):
    _reading, body = fenced(tmp_path, "yaml", "text: Well")

    assert body == [{"type": "code", "value": {"language": "yaml", "code": "text: Well"}}]


def test_media_that_only_fences_use_are_given_out(tmp_path):
    reading, _body = fenced(tmp_path, "gallery", "images: [{image: p.jpg}, {image: missing.jpg}]")

    assert list(reading.media) == ["p.jpg"]
    assert [notice.what for notice in reading.item.notices] == ["missing.jpg"]
