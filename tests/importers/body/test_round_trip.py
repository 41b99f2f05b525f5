"""Whoever opens an imported article in the editor and saves it loses nothing."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from rotativa.importers.body import convert_html, convert_wordpress
from rotativa.importers.records import Block
from rotativa.pages.blocks.body import BodyBlock
from rotativa.pages.blocks.text import INLINE_FEATURES
from tests.importers.body.exports import attachments_of, contents_of, files

BODY = BodyBlock()
KEY = re.compile(r' data-block-key="[^"]*"')
SEAM = re.compile(r"</(ol|ul)><\1>")
"""The editor opens a list anew after one of another kind two levels down."""
STORED = ("image", "file")
"""Fields that hold a picture or file, which is not stored yet."""

EDITORS = {
    "paragraph": ContentstateConverter(features=INLINE_FEATURES),
    "list": ContentstateConverter(features=[*INLINE_FEATURES, "ol", "ul"]),
    "table": ContentstateConverter(
        features=BODY.child_blocks["table"].child_blocks["text"].features
    ),
}

MIXED = """
<p>Plain <b>bold <i>and <a href="https://a.example/?a=1&amp;b=2">a link<br>on two lines</a></i></b>,
H<sub>2</sub>O, m<sup>2</sup>, <code>a &lt; b</code>, <s>gone</s>&nbsp;&mdash; &#x1F600;
<strong> spaced </strong>out</p><p>&nbsp; indented<br><br>apart</p>
<ol><li>One<p>more</p><ul><li><em>in</em><ol><li>deep</li></ol></li></ul></li><li>Two</li></ol>
<table><tr><th>A</th><th>B</th></tr><tr><td><u>x</u> <s>y</s><ul><li>z</li></ul></td><td></td></tr></table>
<blockquote cite="not an address"><p>Words</p><cite>Ada</cite></blockquote>
<a href="/relative"><img src="https://a.example/b.jpg" alt=""></a>
<iframe src="https://www.google.com/maps/embed?pb=!1m2!2d-3.7!3d40.4"></iframe>
<p dir="rtl">مرحبا <b>بالعالم</b></p><h2>Head</h2><pre>code</pre>
"""


def rich_texts(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    """All rich text with the kind of block it stands in."""
    for block in blocks:
        if block["type"] in {"paragraph", "list"}:
            yield block["type"], block["value"]
        elif block["type"] == "table":
            for row in block["value"]["rows"]:
                yield from (("table", cell) for cell in row["values"] if cell)


def edited(kind: str, html: str) -> str:
    """The rich text after it went through the editor."""
    editor = EDITORS[kind]
    return KEY.sub("", str(editor.to_database_format(editor.from_database_format(html))))


def check(block: Block) -> None:
    """Raises what an editor would be told on saving."""
    form = BODY.child_blocks[block["type"]]
    if block["type"] == "gallery":
        for item in block["value"]["images"]:
            check_fields(form.child_blocks["images"].child_block, item["value"])
    elif set(STORED) & set(getattr(form, "child_blocks", ())):
        check_fields(form, block["value"])
    else:
        form.clean(form.to_python(block["value"]))


def check_fields(form: Any, value: dict[str, Any]) -> None:
    for name, field in form.child_blocks.items():
        if name not in STORED:
            field.clean(field.to_python(value[name]))


def test_the_editor_gives_back_what_it_was_given() -> None:
    texts = list(rich_texts(convert_html(MIXED).blocks))

    assert [SEAM.sub("", edited(kind, html)) for kind, html in texts] == [
        html for _kind, html in texts
    ]
    assert {kind for kind, _html in texts} == {"paragraph", "list", "table"}


def test_the_editor_takes_every_block() -> None:
    blocks = convert_html(MIXED).blocks

    for block in blocks:
        check(block)

    assert {block["type"] for block in blocks} == {
        "paragraph", "list", "table", "statement", "image", "map", "heading", "code",
    }  # fmt: skip


@pytest.mark.inputs
def test_the_editor_takes_every_real_body(inputs: Path) -> None:
    changed = []
    looked_at = 0
    for path in files(inputs, "*.xml"):
        attachments = attachments_of(path)
        for content in contents_of(path):
            blocks = convert_wordpress(content, attachments=attachments).blocks
            for block in blocks:
                check(block)
                looked_at += 1
            changed += [
                html
                for kind, html in rich_texts(blocks)
                if SEAM.sub("", edited(kind, html)) != html
            ]

    assert changed == []
    assert looked_at > 5000
