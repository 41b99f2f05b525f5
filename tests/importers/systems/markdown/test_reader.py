"""A folder of one's own, from its files to records."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from rotativa.importers.records import (
    Cited,
    ImportRefused,
    Item,
    Media,
    MediaReference,
    Notice,
    Question,
    Source,
    State,
)
from tests.importers.systems.markdown.folders import read

FULL = """---
title: The bridge reopens
deck: Two lanes and a walkway
date: 2026-03-02 07:30
updated: 2026-03-03T09:00:00Z
section: city
authors: [ada-lopez, Bo Eriksen]
tags: [bridge, Roads]
slug: bridge-open
aliases: [/2026/bridge/, /b]
lead_image: pictures/bridge.jpg
lead_image_alt: The first bus
lead_image_caption: Shortly after six
lead_image_credit: Bo Eriksen
earlier: [bridge-closes, https://other.example/bridge]
questions:
  - Who pays?
  - text: When was the crack seen?
    asked_of: The port
    asked_on: 2026-02-11
    answer: In May
    answered_on: 2026-03-01
pinned: true
sources:
  - url: https://port.example/1
    year: 2024
claims: [{text: It holds, by: The port}]
mood: 7
---

The text.
"""

BRIDGE = "articles/bridge-reopens.en.md"
TOLD = (
    "Of a source, these keys are not used: year.",
    "A source that no footnote calls has its mark at the end of the last paragraph: https://port.example/1.",
)
FULL_ITEM = Item(
    kind="article",
    identity="articles/bridge-reopens.en.md",
    title="The bridge reopens",
    slug="bridge-open",
    deck="Two lanes and a walkway",
    body=[
        {
            "type": "paragraph",
            "value": '<p>The text.<a linktype="citation" id="source-1">※</a></p>',
        }
    ],
    sources=(Cited(key="source-1", url="https://port.example/1"),),
    language="en",
    translation_group="articles/bridge-reopens",
    state=State.PUBLISHED,
    published_at=datetime(2026, 3, 2, 7, 30, tzinfo=ZoneInfo("Europe/Madrid")),
    updated_at=datetime(2026, 3, 3, 9, tzinfo=UTC),
    authors=("author/ada-lopez/en", "author/bo-eriksen/en"),
    section="section/city/en",
    tags=("tag/bridge/en", "tag/roads/en"),
    lead_image=MediaReference(url="/pictures/bridge.jpg", identity="pictures/bridge.jpg"),
    lead_image_alt="The first bus",
    lead_image_caption="Shortly after six",
    lead_image_credit="Bo Eriksen",
    is_pinned=True,
    earlier=("articles/bridge-closes.en.md", "https://other.example/bridge"),
    questions=(
        Question(text="Who pays?"),
        Question(
            text="When was the crack seen?",
            asked_of="The port",
            asked_on=date(2026, 2, 11),
            answer="In May",
            answered_on=date(2026, 3, 1),
        ),
    ),
    old_urls=("/articles/bridge-open/", "/2026/bridge/", "/b"),
    extra={
        "claims": [{"text": "It holds", "by": "The port"}],
        "front_matter": {"mood": "7"},
    },
    notices=tuple(Notice("altered", BRIDGE, why, identity=BRIDGE, place=BRIDGE) for why in TOLD),
    place="articles/bridge-reopens.en.md",
)


def test_article_with_every_key_becomes_an_item(tmp_path):
    reading = read(
        tmp_path,
        {
            "articles/bridge-reopens.en.md": FULL,
            "articles/bridge-closes.en.md": "---\ndate: 2026-01-02\ntitle: Closed\n---\nText.",
            "pictures/bridge.jpg": b"x",
        },
        zone=ZoneInfo("Europe/Madrid"),
    )

    assert reading.items["articles/bridge-reopens.en.md"] == FULL_ITEM
    assert reading.media == {
        "pictures/bridge.jpg": Media(
            identity="pictures/bridge.jpg",
            url="/pictures/bridge.jpg",
            path=str(tmp_path / "pictures/bridge.jpg"),
            filename="bridge.jpg",
            alt="The first bus",
            caption="Shortly after six",
            credit="Bo Eriksen",
            place="pictures/bridge.jpg",
        )
    }
    assert reading.told[0] == (
        "kept", "mood", "Nothing shows this key of the front matter: it is kept with its texts.",
    )  # fmt: skip
    assert [why for _action, _what, why in reading.told[1:]] == list(TOLD)


def test_source_comes_first_and_names_the_folder(tmp_path):
    reading = read(tmp_path, {"a.md": "A", "b.es.md": "B", "c.jpg": b"c"}, language="en")

    assert reading.source == Source(
        system="markdown", identity=str(tmp_path), language="en", expected=3
    )


def test_media_and_names_come_before_the_item_that_needs_them(tmp_path):
    matter = "---\ndate: 2026-01-01\nsection: City\ntags: [T]\nauthor: Ada\nimage: a.jpg\n---\nA"

    reading = read(tmp_path, {"a.md": matter, "a.jpg": b"a"})

    assert [type(record).__name__ for record in reading.records] == [
        "Source",
        "Term",
        "Term",
        "Author",
        "Media",
        "Item",
    ]


def test_files_of_one_name_are_translations_and_the_second_in_a_language_is_not(tmp_path):
    reading = read(
        tmp_path,
        {
            "news/a.en.md": "A",
            "news/a.es.md": "A",
            "news/a.md": "A",
            "news/b.md": "B",
            "fire/index.en.md": "F",
            "fire/index.uk.md": "F",
            "x.en.md": "---\ntranslation_key: one\n---\nX",
            "y.es.md": "---\ntranslationKey: one\n---\nY",
        },
    )

    assert reading.groups == {
        "news/a": {"en": "news/a.en.md", "es": "news/a.es.md"},
        "news/a.md": {"en": "news/a.md"},
        "news/b": {"en": "news/b.md"},
        "fire/index": {"en": "fire/index.en.md", "uk": "fire/index.uk.md"},
        "key:one": {"en": "x.en.md", "es": "y.es.md"},
    }
    assert (
        "altered",
        "news/a.md",
        "news/a.en.md is the same text in the same language: not linked to its translations.",
    ) in reading.told


def test_folders_named_by_language_hold_translations(tmp_path):
    reading = read(
        tmp_path,
        {"en/news/a.md": "A", "es/news/a.md": "A", "it/team.md": "IT", "news/it/b.md": "B"},
    )

    assert reading.groups == {
        "news/a": {"en": "en/news/a.md", "es": "es/news/a.md"},
        "team": {"it": "it/team.md"},
        "news/it/b": {"en": "news/it/b.md"},
    }


@pytest.mark.parametrize(
    ("path", "matter", "expected"),
    [
        ("a.md", "date: 2026-01-01", ("article", State.PUBLISHED)),
        ("a.md", "title: A", ("page", State.PUBLISHED)),
        ("a.md", "kind: article", ("article", State.DRAFT)),
        ("2026-01-01-a.md", "title: A", ("article", State.PUBLISHED)),
        ("a.md", "{date: 2026-01-01, kind: page}", ("page", State.PUBLISHED)),
        ("a.md", "{date: 2026-01-01, layout: page}", ("page", State.PUBLISHED)),
        ("pages/a.md", "date: 2026-01-01", ("page", State.PUBLISHED)),
        ("news/a.md", "title: A", ("article", State.DRAFT)),
        ("a.md", "{date: 2026-01-01, draft: true}", ("article", State.DRAFT)),
        ("a.md", "{date: 2026-01-01, draft: yes}", ("article", State.DRAFT)),
        ("a.md", "{date: 2026-01-01, draft: false}", ("article", State.PUBLISHED)),
        ("a.md", "{date: 2026-01-01, published: false}", ("article", State.DRAFT)),
        ("a.md", "{date: 2026-01-01, status: private}", ("article", State.PRIVATE)),
        ("a.md", "{date: 2026-01-01, status: pending}", ("article", State.PENDING)),
        ("_drafts/a.md", "date: 2026-01-01", ("article", State.DRAFT)),
        ("a.md", "date: 2026-06-01T12:00:01Z", ("article", State.SCHEDULED)),
        ("a.md", "date: 2026-06-01T14:00:00+02:00", ("article", State.PUBLISHED)),
        ("a.md", "{date: 2026-01-01, publishDate: 2027-01-01}", ("article", State.SCHEDULED)),
        ("a.md", "{date: 2026-01-01, expiryDate: 2026-02-01}", ("article", State.DRAFT)),
        ("a.md", "published: 2026-01-01", ("article", State.PUBLISHED)),
        ("a.md", "date: 0001-01-01", ("page", State.PUBLISHED)),
    ],
)
def test_kind_and_state(tmp_path, path, matter, expected):
    item = read(tmp_path, {path: f"---\n{matter}\n---\nText."}).item

    assert (item.kind, item.state) == expected


def test_publication_moved_to_the_future_counts_from_then(tmp_path):
    matter = "---\ndate: 2026-01-01\npublishDate: 2027-01-01\n---\n"

    item = read(tmp_path, {"a.md": matter}).item

    assert item.published_at == datetime(2027, 1, 1, tzinfo=UTC)
    assert item.extra == {}


def test_title_comes_from_heading_or_name(tmp_path):
    reading = read(
        tmp_path,
        {
            "one.md": "# The *first* heading #\n\nText.",
            "two-and_three.md": "Text.",
            "four.md": "---\ntitle: Same here\n---\n\n# Same, here!\n\nText.",
            "five.md": "---\ntitle: Five\n---\n# Other\n\nText.",
        },
    )

    text = {"type": "paragraph", "value": "<p>Text.</p>"}
    assert [(item.title, item.body[-1], len(item.body)) for item in reading.items.values()] == [
        ("Five", text, 2),
        ("Same here", text, 1),
        ("The first heading", text, 1),
        ("Two and three", text, 1),
    ]
    assert [(what, why) for _action, what, why in reading.told] == [
        ("<h1>", "Became a heading of level 2."),
        ("four.md", "The first heading repeats the title and was left out."),
        ("one.md", "It has no title: its first heading was taken."),
        ("two-and_three.md", "It has no title: its file's name was taken."),
    ]


def test_plain_page_keeps_what_it_says_of_tags(tmp_path):
    item = read(tmp_path, {"about.md": "---\ntags: [a]\nmenu: main\n---\nText."}).item

    assert (item.kind, item.in_menu, item.tags) == ("page", True, ())
    assert item.extra == {"front_matter": {"tags": ["a"]}}


def test_updates_before_publication_are_none(tmp_path):
    reading = read(
        tmp_path,
        {
            "a.md": "---\ndate: 2026-01-02\nlastmod: 2026-01-01\n---\n",
            "b.md": "---\ndate: 2026-01-02\nlastmod: 2026-01-03\n---\n",
        },
    )

    assert [item.updated_at for item in reading.items.values()] == [
        None,
        datetime(2026, 1, 3, tzinfo=UTC),
    ]


def test_values_that_are_not_understood_are_told(tmp_path):
    matter = """---
date: 2026-13-01
lastmod: soon
lang: klingon
questions: [{answer: no text}, {text: Why, asked_on: never, mood: x}]
---
"""

    reading = read(tmp_path, {"news/a.md": matter})

    assert [why for _action, _what, why in reading.told] == [
        "klingon is no language that is known here.",
        "The date was not understood: month must be in 1..12.",
        "An article without a date: kept as a draft.",
        "The date was not understood: soon is no date.",
        "A question without a text was left out.",
        "The date was not understood: never is no date.",
        "Of a question, these keys are not used: mood.",
        "It has no title: its file's name was taken.",
    ]
    assert reading.item.questions == (Question(text="Why"),)


def test_keys_that_nothing_uses_are_told_once(tmp_path):
    files = {f"{name}.md": f"---\nmood: {name}\n---\nText." for name in "abc"}

    reading = read(tmp_path, files)

    (notice,) = [notice for notice in reading.notices if notice.what == "mood"]
    assert (notice.action, notice.count, notice.place) == ("kept", 3, "a.md")
    assert reading.items["b.md"].extra == {"front_matter": {"mood": "b"}}


def test_home_page_is_kept_as_a_draft(tmp_path):
    reading = read(tmp_path, {"index.md": "---\ntitle: Home\n---\nHello.", "a.md": "A"})

    home = reading.items["index.md"]
    assert (home.kind, home.state, home.old_urls) == ("page", State.DRAFT, ())
    assert home.notices[0].why == (
        "The front page is arranged in the desk: its text is kept as a draft."
    )


@pytest.mark.parametrize(
    ("path", "text", "why"),
    [
        (
            "tags.html",
            "<p>{% for tag in site.tags %}</p>",
            "It holds code of the old site's design: it is kept as a draft.",
        ),
        (
            "404.md",
            "Not here.",
            "The paper says itself what is not there: its text is kept as a draft.",
        ),
    ],
)
def test_pages_of_the_old_design_are_kept_as_drafts(tmp_path, path, text, why):
    item = read(tmp_path, {path: f"---\ntitle: A\n---\n{text}"}).item

    assert (item.kind, item.state) == ("page", State.DRAFT)
    assert item.notices[0].why == why


def test_values_that_are_no_names_are_kept(tmp_path):
    matter = "---\ndate: 2026-01-01\ntags: {a: b}\nimages: [a.jpg, b.jpg]\n---\n"

    item = read(tmp_path, {"a.md": matter, "a.jpg": b"x"}).item

    assert item.lead_image == MediaReference(url="/a.jpg", identity="a.jpg")
    assert item.extra == {"front_matter": {"tags": {"a": "b"}, "images": ["a.jpg", "b.jpg"]}}


def test_html_is_read_only_with_front_matter(tmp_path):
    reading = read(tmp_path, {"a.html": "---\ntitle: A\n---\n<p>Text.</p>", "b.html": "<p>B</p>"})

    assert reading.item.body == [{"type": "paragraph", "value": "<p>Text.</p>"}]
    assert reading.told == [
        ("skipped", "b.html", "HTML without front matter is part of the old site's design.")
    ]


def test_unknown_language_refuses_before_reading(tmp_path):
    with pytest.raises(ImportRefused, match=r"^klingon is no language that is known here"):
        read(tmp_path, {"a.md": "A"}, language="klingon")
