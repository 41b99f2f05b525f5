"""Texts of Ghost in each of the forms that its versions wrote: what they mean becomes blocks."""

import json
from pathlib import Path
from typing import Any

import pytest

from rotativa.importers.records import Item
from tests.importers.systems.ghost.exports import ODDITIES, SITE, kinds, post, read, read_posts
from tests.importers.systems.wordpress.exports import of, only, told

CARDS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("image", {"src": f"{SITE}/content/images/a.jpg", "cardWidth": "wide", "alt": "A"}, ["image"]),
    (
        "gallery",
        {"images": [{"src": f"{SITE}/a.jpg"}, {"src": f"{SITE}/b.jpg"}, 7], "caption": "Two"},
        ["gallery"],
    ),
    ("bookmark", {"url": "https://tide.example/", "metadata": {"title": "T"}}, ["paragraph"]),
    ("bookmark", {"url": "https://youtu.be/dQw4w9WgXcQ"}, ["video"]),
    ("embed", {"url": "https://vimeo.com/76979871", "html": ""}, ["video"]),
    ("video", {"src": f"{SITE}/content/media/a.mp4", "caption": "High tide"}, ["file"]),
    ("audio", {"src": f"{SITE}/content/media/a.mp3", "title": "Bells"}, ["file"]),
    ("file", {"src": f"{SITE}/content/files/a.pdf", "fileTitle": "Tables"}, ["file"]),
    ("callout", {"calloutText": "Mind the <b>gap</b>", "calloutEmoji": "⚠"}, ["paragraph"]),
    ("toggle", {"heading": "Why?", "content": "<p>So.</p>"}, ["heading", "paragraph"]),
    ("button", {"buttonText": "Go", "buttonUrl": "https://tide.example/"}, ["paragraph"]),
    ("header", {"header": "Big", "subheader": "Small"}, ["heading", "paragraph"]),
    (
        "product",
        {"productTitle": "Boots", "productDescription": "<p>Dry.</p>"},
        ["heading", "paragraph"],
    ),
    ("call-to-action", {"textValue": "<p>Come.</p>"}, ["paragraph"]),
    ("html", {"html": "<p>Raw <script>spy()</script></p>"}, ["paragraph"]),
    ("markdown", {"markdown": "# One\n\n- two"}, ["heading", "list"]),
    ("signup", {"header": "Join us"}, []),
    ("email", {"html": "<p>Dear {first_name}</p>"}, []),
    ("paywall", {}, []),
    ("weather", {"place": "Quay"}, []),
]
TEXT: list[dict[str, Any]] = [
    {"type": "heading", "tag": "h2", "children": [{"type": "text", "text": "Eels"}]},
    {
        "type": "paragraph",
        "children": [
            {"type": "extended-text", "text": "Long ", "format": 3},
            {"type": "linebreak"},
            {
                "type": "link",
                "url": "__GHOST_URL__/tide-2/",
                "children": [{"type": "text", "text": "& <wet>", "format": 16}],
            },
        ],
    },
    {
        "type": "list",
        "listType": "number",
        "children": [{"type": "listitem", "children": [{"type": "text", "text": "One"}]}],
    },
    {"type": "aside", "children": [{"type": "text", "text": "Aside."}]},
]
SAME_TEXT = {
    "version": "0.3.1",
    "atoms": [["soft-return", "", {}]],
    "markups": [["strong"], ["em"], ["a", ["href", "__GHOST_URL__/tide-2/"]], ["code"]],
    "sections": [
        [1, "h2", [[0, [], 0, "Eels"]]],
        [1, "p", [[0, [0, 1], 2, "Long "], [1, [], 0, 0], [0, [2, 3], 2, "& <wet>"]]],
        [3, "ol", [[[0, [], 0, "One"]]]],
        [1, "blockquote", [[0, [], 0, "Aside."]]],
    ],
}
LONG = "x" * 100_000
"""Few words that call for it by its number would make a text of any length."""
BLOCKS = [
    {"type": "heading", "value": {"text": "Eels", "level": "2"}},
    {
        "type": "paragraph",
        "value": f'<p><b><i>Long</i></b><br/><a href="{SITE}/tide-2/"><code>&amp; &lt;wet&gt;</code></a></p>',
    },
    {"type": "list", "value": "<ol><li>One</li></ol>"},
    {"type": "pull_quote", "value": {"text": "Aside.", "attribution": ""}},
]


def lexical(*nodes: dict[str, Any]) -> str:
    return json.dumps({"root": {"type": "root", "children": nodes}})


def mobiledoc(name: str, fields: dict[str, Any]) -> str:
    return json.dumps({"version": "0.3.1", "cards": [[name, fields]], "sections": [[10, 0]]})


def test_text_is_the_same_in_lexical_and_mobiledoc(tmp_path: Path) -> None:
    records = read_posts(
        tmp_path,
        post(1, html=None, lexical=lexical(*TEXT)),
        post(2, html=None, lexical="{", mobiledoc=json.dumps(SAME_TEXT)),
    )

    first, second = of(Item, records)
    assert (first.body, second.body) == (BLOCKS, BLOCKS)
    assert [(one.what, one.why) for one in second.notices] == [
        ("lexical", "It is damaged: another form of the text was read, where there is one.")
    ]


def test_each_card_becomes_what_it_means_in_both_forms(tmp_path: Path) -> None:
    records = read_posts(
        tmp_path,
        *(
            post(n, html=None, lexical=lexical({"type": name} | fields))
            for n, (name, fields, _) in enumerate(CARDS)
        ),
        *(
            post(n + 50, html=None, mobiledoc=mobiledoc(name, fields))
            for n, (name, fields, _) in enumerate(CARDS)
        ),
    )

    items = of(Item, records)
    wanted = [(name, kinds) for name, _fields, kinds in CARDS]
    assert (
        list(
            zip(
                [name for name, *_ in CARDS],
                [kinds(one.body) for one in items[: len(CARDS)]],
                strict=True,
            )
        )
        == wanted
    )
    assert [one.body for one in items[: len(CARDS)]] == [one.body for one in items[len(CARDS) :]]
    assert [[(one.action, one.what) for one in item.notices] for item in items[16:20]] == [
        [("skipped", "Join us")],
        [("skipped", "kg-email-card")],
        [("skipped", "kg-paywall-card")],
        [("skipped", "kg-weather-card")],
    ]
    assert "spy" not in repr(items)


def test_rendered_cards_lose_their_knobs(tmp_path: Path) -> None:
    found = only(Item, read(ODDITIES / "koenig-cards.json", url=f"{SITE}/blog"))

    media = f"{SITE}/blog/content"
    assert [(block["type"], shown(block["value"])) for block in found.body] == [
        ("image", f"{media}/images/2024/05/weir.jpg"),
        ("gallery", 2),
        (
            "paragraph",
            '<p><a href="https://tide.example/">Tide tables</a><br/>For the whole coast.<br/>Look here</p>',
        ),
        ("file", (f"{media}/media/2024/05/flood.mp4", "The flood")),
        ("file", (f"{media}/media/2024/05/bells.mp3", "Bells")),
        ("file", (f"{media}/files/2024/05/tables.pdf", "Tables")),
        ("paragraph", "<p>For May</p><p>⚠ Mind the <b>gap</b>.</p>"),
        ("heading", "Why?"),
        ("paragraph", "<p>So.</p>"),
        ("social", "https://x.com/quay/status/1"),
    ]
    assert ("skipped", "Join us") in [(one.action, one.what) for one in found.notices]


def shown(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if "images" in value:
        return len(value["images"])
    if "file" in value:
        return value["file"].url, value["title"]
    return value["image"].url if "image" in value else value.get("url") or value["text"]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        json.dumps({"root": {"children": [{"children": 7, "type": ["x"]}, 8]}}),
        json.dumps({"root": None}),
        json.dumps({"sections": [[10, 9]], "cards": []}),
        json.dumps({"sections": [[1, "p", [[0, [5], 0, "x"]]], 3, [99]], "markups": []}),
        json.dumps({"sections": [[10, 0]] * 300, "cards": [["html", {"html": LONG}]]}),
        json.dumps({"sections": [[1, "p", [[1, [], 0, 0]] * 300]], "atoms": [["soft", LONG]]}),
        json.dumps(
            {
                "sections": [[3, "ul", [[[0, [0] * 300, 0, "x"]]]]],
                "markups": [["a", ["href", LONG]]],
            }
        ),
    ],
    ids=["deep", "kinds", "null", "no-card", "no-markup", "cards", "atoms", "markups"],
)
def test_damaged_forms_leave_the_plain_text(tmp_path: Path, text: str) -> None:
    damaged = post(
        html="", lexical=text, mobiledoc=text, markdown=None, plaintext="Water\n\nrises."
    )

    found = only(Item, read_posts(tmp_path, damaged))

    assert found.body == [{"type": "paragraph", "value": "<p>Water</p><p>rises.</p>"}]


def test_quotes_in_quotes_without_end_are_left_out_and_told_of(tmp_path: Path) -> None:
    node: dict[str, Any] = {"type": "text", "text": "deep"}
    for _level in range(300):
        node = {"type": "quote", "children": [node]}

    found = only(Item, read_posts(tmp_path, post(html=None, lexical=lexical(node), plaintext="")))

    assert found.body == []
    assert told(found.notices) == [
        ("skipped", "quote", "It is nested deeper than any text: nothing of it was read.", 1)
    ]
