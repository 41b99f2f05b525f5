"""Every body of the real exports keeps its words, in their order."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from rotativa.importers.body import Body, convert_html, convert_markdown, convert_wordpress
from tests.importers.body.exports import attachments_of, contents_of, files
from tests.importers.body.visible import missing, words_of_blocks, words_of_html

SHORTCODE = re.compile(
    r"\[/?(?:caption|wp_caption|gallery|embed|audio|video|wpvideo|youtube)\b[^\]]*\]"
)
TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
FOOTNOTE = re.compile(r"\[(\d+)\]</a></sup>")
FRONT_MATTER = re.compile(r"\A\s*(---|\+\+\+)[ \t]*\n.*?\n\1[ \t]*\n", re.DOTALL)

pytestmark = pytest.mark.inputs


def lost_words(
    name: str, html: str, body: Body, shown: list[str] | None = None
) -> list[tuple[str, str]]:
    """The words of a body that neither the blocks show nor the report names."""
    told = " ".join(notice.what for notice in body.notices)
    lost = missing(words_of_html(html), shown or words_of_blocks(body.blocks))
    return [(name, word) for word in lost if word not in told]


def strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings_in(inner)


def test_every_post_of_wordpress_keeps_its_words(inputs: Path) -> None:
    looked_at = 0
    lost = []
    for path in files(inputs, "*.xml"):
        attachments = attachments_of(path)
        for number, content in enumerate(contents_of(path)):
            body = convert_wordpress(content, attachments=attachments)
            html = SHORTCODE.sub(" ", content)
            lost += lost_words(f"{path.name} {number}", html, body)
            looked_at += 1

    assert lost == []
    assert looked_at > 1000


def test_every_markdown_file_keeps_its_words(inputs: Path) -> None:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(deflist_plugin)
    looked_at = 0
    lost = []
    for path in files(inputs, "*.md"):
        text = FRONT_MATTER.sub("", path.read_text())
        html = parser.render(TEMPLATE.sub(" ", text))
        html = FOOTNOTE.sub(r"\1</a></sup>", html)
        body = convert_markdown(text)
        shown = TEMPLATE.sub(" ", " ".join(words_of_blocks(body.blocks)))
        lost += lost_words(path.name, html, body, shown.split())
        looked_at += 1

    assert lost == []
    assert looked_at > 100


def read_page(path: Path) -> list[str]:
    return [path.read_text()]


def read_json(path: Path) -> list[str]:
    return [text for text in strings_in(json.loads(path.read_text())) if "</p>" in text]


@pytest.mark.parametrize(("pattern", "read"), [("*.html", read_page), ("*.json", read_json)])
def test_every_page_keeps_its_words(
    inputs: Path, pattern: str, read: Callable[[Path], list[str]]
) -> None:
    pages = [(path.name, html) for path in files(inputs, pattern) for html in read(path)]

    lost = [word for name, html in pages for word in lost_words(name, html, convert_html(html))]

    assert lost == []
    assert len(pages) > 5
