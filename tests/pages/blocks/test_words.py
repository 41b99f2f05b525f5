"""Blocks of words as readers see them."""

from datetime import date
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation
from lxml import html
from lxml.html import HtmlElement
from wagtail.contrib.typed_table_block.blocks import TypedTable

from rotativa.pages.blocks.body import BodyBlock
from rotativa.pages.blocks.text import HtmlBlock
from rotativa.pages.models import PlainPage
from tests.html import links, words

pytestmark = pytest.mark.django_db  # a page looks up what type it is

BODY = Template(
    "{% load reading %}{% readable body as body %}{% include 'pages/parts/body.html' %}"
)


def shown(*blocks: tuple[str, Any], language: str = "en") -> HtmlElement:
    page = PlainPage(body=list(blocks))
    with translation.override(language):
        return html.fromstring(f"<main>{BODY.render(Context({'body': page.body}))}</main>")


def headings(page: HtmlElement) -> list[tuple[str, str | None, str]]:
    return [
        (each.tag, each.get("id"), words(each))
        for each in page.iter("h1", "h2", "h3", "h4", "h5", "h6")
    ]


def heading(text: str, level: str = "2") -> tuple[str, dict[str, str]]:
    return "heading", {"text": text, "level": level}


def statement(**value: Any) -> tuple[str, dict[str, Any]]:
    empty = {"means": "", "date": None, "url": "", "original": "", "original_language": ""}
    return "statement", {**empty, "quote": "No.", "speaker": "The Board", **value}


def test_paragraphs_stand_directly_in_the_text() -> None:
    page = shown(("paragraph", "<p>One &amp; two.</p><p><b>Three.</b></p>"))

    assert [each.tag for each in page] == ["p", "p"]
    assert [words(each) for each in page] == ["One & two.", "Three."]


def test_headings_have_anchors_of_their_own() -> None:
    page = shown(heading("The log"), heading("The log"), heading("¿Qué falta?"), heading("Sources"))

    assert headings(page) == [
        ("h2", "the-log", "The log"),
        ("h2", "the-log-2", "The log"),
        ("h2", "qué-falta", "¿Qué falta?"),
        ("h2", "sources-2", "Sources"),
    ]


def test_headings_skip_no_level_and_keep_their_look() -> None:
    page = shown(
        heading("a", "4"),
        heading("b", "4"),
        ("markdown", "# c\n\n##### d"),
        ("html", "<h1>e</h1><h4 id='x'>f</h4>"),
        heading("g", "3"),
    )

    assert [(tag, text) for tag, _id, text in headings(page)] == [
        ("h2", "a"), ("h3", "b"), ("h2", "c"), ("h3", "d"), ("h2", "e"), ("h3", "f"), ("h3", "g"),
    ]  # fmt: skip
    assert [each.get("class") for each in page.iter("h2", "h3")][:2] == ["h4", "h4"]


def test_foreign_html_gets_what_it_lacks() -> None:
    page = shown(
        (
            "html",
            '<img src="/a.png"><img src="/b.png" alt="B"><pre>x</pre><table><tr><td>1</table>',
        ),
        ("markdown", "| a |\n|---|\n| 1 |"),
        language="es",
    )

    assert [image.get("alt") for image in page.iter("img")] == ["", "B"]
    assert [pre.get("tabindex") for pre in page.iter("pre")] == ["0"]
    assert [
        (each.getparent().get("role"), each.getparent().get("aria-label"))
        for each in page.iter("table")
    ] == [("group", "Tabla"), ("group", "Tabla")]


def test_picture_of_another_site_is_a_link() -> None:
    stored = HtmlBlock().clean(
        '<img src="https://third.example/a.png?b&c" alt="The weir"><img src="//third.example/b.png">'
        '<a href="/c"><img src="https://third.example/c.png" alt="The gate"></a>'
        '<img src="/ours.png"><img src="https://paper.example/ours.png" alt="> src=x">'
        '<img src="//[">'
    )
    page = shown(("html", stored), ("markdown", "![Mud](https://third.example/d.png)"))

    assert links(page) == [
        ("The weir", "https://third.example/a.png?b&c"),
        ("Picture on third.example", "//third.example/b.png"),
        ("The gate", "/c"),
        ("Picture on //[", "//["),
        ("Mud", "https://third.example/d.png"),
    ]
    assert [image.get("src") for image in page.iter("img") if image.get("src")] == [
        "/ours.png",
        "https://paper.example/ours.png",
    ]


@pytest.mark.parametrize("hidden", ["<pre onmouseover=alert(1)", "<table>", "<img>", "<h2>"])
def test_what_looks_like_a_tag_in_an_attribute_stays_words(hidden: str) -> None:
    """Attributes are put into this HTML by its text: that is safe as long as `<` is escaped."""
    stored = HtmlBlock().clean(f'<p title="{hidden}" lang="{hidden}">x</p>')
    page = shown(("html", stored), ("markdown", f"[y](/y '{hidden}')"))

    assert [dict(each.attrib) for each in page.iter("p", "a") if each.attrib] == [
        {"title": hidden, "lang": hidden},
        {"href": "/y", "title": hidden},
    ]
    assert [each.tag for each in page.iter("pre", "table", "img", "h2")] == []


@pytest.mark.parametrize(
    ("language", "quote", "said"),
    [
        ("en", "No.", "“No.” The Board ."),
        ("es", "No.", "«No.» The Board ."),
        ("en", "“No.”", "“No.” The Board ."),
        ("en", "‘No.’", "‘No.’ The Board ."),
    ],
)
def test_statement_stands_in_the_quotation_marks_of_the_page(
    language: str, quote: str, said: str
) -> None:
    page = shown(statement(quote=quote), language=language)

    assert words(page).replace("The Board.", "The Board .") == said


def test_statement_says_who_by_what_means_when_and_where() -> None:
    page = shown(
        statement(means="by e-mail", date=date(2026, 4, 11), url="https://board.example/1"),
        language="en",
    )

    assert words(page) == "“No.” The Board, by e-mail, 11 April 2026. Where it can be read"
    assert [a.get("href") for a in page.iter("a")] == ["https://board.example/1"]


@pytest.mark.parametrize(
    ("page_language", "original", "said"),
    [
        ("en", "es", "“No.” The Board. Translated from Spanish. Read the original, in Spanish «Nunca.»"),
        ("es", "en", "«No.» The Board. Traducido del inglés. Leer el original, en inglés “Nunca.”"),
        ("en", "", "“No.” The Board. Translated. Read the original “Nunca.”"),
        ("en", "xx-unknown", "“No.” The Board. Translated. Read the original “Nunca.”"),
    ],
)  # fmt: skip
def test_original_words_are_kept_in_their_language(
    page_language: str, original: str, said: str
) -> None:
    page = shown(statement(original="Nunca.", original_language=original), language=page_language)

    assert words(page) == said
    assert [each.get("lang") for each in page.xpath("//details/div")] == [original or None]


def test_pull_quote_names_who_said_it() -> None:
    page = shown(("pull_quote", {"text": "Close the door.", "attribution": "Oda"}))

    assert words(page) == "“Close the door.” Oda"
    assert words(shown(("pull_quote", {"text": "Close.", "attribution": ""}))) == "“Close.”"


def test_code_can_be_reached_by_keys_and_keeps_its_lines() -> None:
    page = shown(("code", {"language": "Python", "code": "if a < b:\n    pass"}))

    (code,) = page.iter("pre")
    assert code.text_content() == "if a < b:\n    pass"
    assert (code.get("tabindex"), code.get("role")) == ("0", "group")
    assert code.get("aria-label") == "Code in Python"


@pytest.mark.parametrize(("caption", "label"), [("Closures", "Closures"), ("", "Table")])
def test_table_has_header_cells_and_a_name(caption: str, label: str) -> None:
    block = BodyBlock().child_blocks["table"]
    table = block.to_python(
        {
            "columns": [{"type": "text", "heading": "Night"}, {"type": "text", "heading": ""}],
            "rows": [{"values": ["8 March", "<b>none</b>"]}],
            "caption": caption,
        }
    )
    assert isinstance(table, TypedTable)

    page = shown(("table", table))

    (region,) = page.find_class("table")
    assert (region.get("role"), region.get("tabindex")) == ("group", "0")
    assert region.get("aria-label") == label
    assert [(each.tag, each.get("scope"), words(each)) for each in page.find(".//thead/tr")] == [
        ("th", "col", "Night"),
        ("td", None, ""),
    ]
    assert [words(cell) for cell in page.find(".//tbody/tr")] == ["8 March", "none"]
    assert len(list(page.iter("b"))) == 1


def test_place_leads_to_a_map_and_names_its_site() -> None:
    page = shown(
        (
            "map",
            {
                "url": "https://www.openstreetmap.org/?m=1",
                "place": "The weir",
                "note": "Left bank.",
            },
        )
    )

    assert words(page) == "The weir Left bank. See it on the map of openstreetmap.org"
    assert list(page.iter("iframe", "img")) == []
