"""Posts and pages become items with everything that belongs to them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rotativa.importers.records import Cited, Item, Media, MediaReference, Notice, State
from tests.importers.systems.wordpress.exports import (
    category,
    item,
    meta,
    of,
    only,
    paragraphs,
    read_export,
    told,
)


def one(folder: Path, *inner: str, **fields: str) -> Item:
    return only(Item, read_export(folder, item(*inner, **fields)))


def test_post_becomes_an_article(tmp_path: Path):
    found = one(
        tmp_path,
        category("port", "Port"),
        category("ferries", "Ferries", "post_tag"),
        title="Fish &amp; <em>chips</em>",
        link="https://harbour.example/2024/05/fish/",
        guid="https://harbour.example/?p=1",
        creator="bo",
        content="<p>Text.</p>",
        excerpt="<p>Said &#8220;so&#8221;.</p>\n<p>Twice.</p>",
        post_name="fish",
        post_date="2024-05-01 10:00:00",
        post_date_gmt="2024-05-01 08:00:00",
        post_modified_gmt="2024-05-02 08:00:00",
        is_sticky="1",
        comment_status="closed",
    )

    assert found == Item(
        kind="article",
        identity="1",
        title="Fish & chips",
        slug="fish",
        deck="Said “so”. Twice.",
        body=found.body,
        language="en",
        state=State.PUBLISHED,
        published_at=datetime(2024, 5, 1, 8, tzinfo=UTC),
        updated_at=datetime(2024, 5, 2, 8, tzinfo=UTC),
        authors=("author:bo",),
        section="category:port",
        tags=("tag:ferries",),
        is_pinned=True,
        old_urls=("https://harbour.example/2024/05/fish/", "https://harbour.example/?p=1"),
        extra={"comments": "closed"},
        place="export.xml:13",
    )
    assert "Text." in paragraphs(found)


def test_page_becomes_a_page(tmp_path: Path):
    found = one(tmp_path, post_type="page", post_parent="7")

    assert (found.kind, found.extra) == ("page", {"parent": "7"})
    assert found.old_urls == ("https://harbour.example/?page_id=1",)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("publish", State.PUBLISHED),
        ("future", State.SCHEDULED),
        ("draft", State.DRAFT),
        ("pending", State.PENDING),
        ("private", State.PRIVATE),
    ],
)
def test_state_is_kept(tmp_path: Path, status: str, state: State):
    found = one(tmp_path, status=status, post_date_gmt="2031-05-01 08:00:00")

    assert (found.state, found.notices) == (state, ())
    assert found.published_at == datetime(2031, 5, 1, 8, tzinfo=UTC)


def test_state_that_means_nothing_here_becomes_a_draft(tmp_path: Path):
    found = one(tmp_path, status="in-review")

    assert found.state is State.DRAFT
    assert told(found.notices) == [
        ("altered", "state", "“in-review” means nothing here: imported as a draft.", 1)
    ]


def test_item_without_type_and_state_is_an_article_in_draft(tmp_path: Path):
    found = one(tmp_path, post_type="", status="")

    assert (found.kind, found.state) == ("article", State.DRAFT)
    assert told(found.notices) == [
        ("altered", "state", "The file names none: imported as a draft.", 1)
    ]


def test_footnotes_stand_where_their_block_was(tmp_path: Path):
    notes = '[{"content":"From the <em>port\\u2019s</em> books.","id":"n-1"}]'
    mark = '<sup data-fn="n-1" class="fn"><a href="#n-1" id="n-1-link">1</a></sup>'
    content = (
        f"<!-- wp:paragraph --><p>Nine ships{mark} came.</p><!-- /wp:paragraph -->"
        "<!-- wp:footnotes /-->"
        "<!-- wp:paragraph --><p>The end.</p><!-- /wp:paragraph -->"
    )

    found = one(tmp_path, meta("footnotes", notes), content=content)

    assert [(block["type"], block["value"]) for block in found.body] == [
        ("paragraph", "<p>Nine ships<sup>1</sup> came.</p>"),
        ("list", "<ol><li>From the <i>port’s</i> books.</li></ol>"),
        ("paragraph", "<p>The end.</p>"),
    ]
    assert (found.extra, told(found.notices)) == (
        {},
        [
            (
                "kept",
                "1. From the port’s books.",
                "A footnote became a number in the text and a line in the list at the end.",
                1,
            )
        ],
    )


def test_footnote_that_leads_somewhere_becomes_a_source(tmp_path: Path):
    def mark(name: str, number: int) -> str:
        return f'<sup data-fn="{name}" class="fn"><a href="#{name}" id="{name}-link">{number}</a></sup>'

    notes = [
        {
            "id": "n-1",
            "content": '<a href="https://port.example/log">The port\u2019s log</a>, p. 31',
        },
        {"id": "n-2", "content": "So they say."},
        {"id": "n-3", "content": "https://film.example/9"},
        {"id": "n-4", "content": '<a href="https://film.example/9">https://film.example/9</a>'},
        {"id": "n-5", "content": '<a href="https://quote.example/">Within a quote</a>'},
    ]
    content = (
        f"<p>Nine ships{mark('n-1', 1)} came{mark('n-2', 2)}, two{mark('n-3', 3)} left"
        f"{mark('n-4', 4)}.{mark('n-1', 1)}</p><blockquote><p>Said{mark('n-5', 5)}</p></blockquote>"
        "<!-- wp:footnotes /-->"
    )

    found = one(tmp_path, meta("footnotes", json.dumps(notes)), content=content)

    log = '<a linktype="citation" id="note-1" locator="p. 31">※</a>'
    assert [
        (block["type"], block["value"]) for block in found.body if block["type"] != "pull_quote"
    ] == [
        (
            "paragraph",
            (
                f'<p>Nine ships{log} came<sup>1</sup>, two<a linktype="citation" id="note-2">※</a> left'
                f'<a linktype="citation" id="note-3">※</a>.{log}</p>'
            ),
        ),
        (
            "list",
            (
                "<ol><li>So they say.</li>"
                '<li><a href="https://quote.example/">Within a quote</a></li></ol>'
            ),
        ),
    ]
    assert found.sources == (
        Cited(key="note-1", url="https://port.example/log", title="The port’s log"),
        Cited(key="note-2", url="https://film.example/9"),
        Cited(key="note-3", url="https://film.example/9"),
    )
    page = one(tmp_path, meta("footnotes", json.dumps(notes)), content=content, post_type="page")
    assert page.sources == ()
    assert "linktype" not in str(page.body)


def test_footnotes_without_their_block_stand_at_the_end(tmp_path: Path):
    notes = '[{"content":"So they say.","id":"n-1"}]'

    found = one(tmp_path, meta("footnotes", notes), content="<p>Nine ships.</p>")

    assert [block["type"] for block in found.body] == ["paragraph", "list"]


def test_footnotes_that_cannot_be_read_are_kept_as_they_are(tmp_path: Path):
    found = one(tmp_path, meta("footnotes", "[{broken"), content="<p>Nine ships.</p>")

    assert "[{broken" in paragraphs(found)


def test_password_is_kept(tmp_path: Path):
    assert one(tmp_path, post_password="enter").password == "enter"


def test_trash_and_automatic_drafts_are_told_and_not_taken(tmp_path: Path):
    records = read_export(
        tmp_path, item(status="trash"), item(post_id="2", title="", status="auto-draft")
    )

    assert of(Item, records) == []
    assert told(of(Notice, records)) == [
        ("skipped", "“The tide turns”", "It lies in the bin.", 1),
        ("skipped", "“#2”", "It was never saved.", 1),
    ]


@pytest.mark.parametrize(
    ("dates", "published_at", "why"),
    [
        (
            {"post_date_gmt": "0000-00-00 00:00:00", "pubDate": "Wed, 01 May 2024 08:00:00 +0000"},
            datetime(2024, 5, 1, 8, tzinfo=UTC),
            None,
        ),
        (
            {"post_date_gmt": "", "post_date": "1923-05-01 10:00:00"},
            datetime(1923, 5, 1, 10, tzinfo=UTC),
            "The file has it without a time zone: taken as UTC.",
        ),
        (
            {
                "post_date_gmt": "0000-00-00 00:00:00",
                "post_date": "0000-00-00 00:00:00",
                "pubDate": "Tue, 30 Nov 1999 00:00:00 +0000",
            },
            None,
            "The file has none that can be read.",
        ),
        (
            {"post_date_gmt": "yesterday", "pubDate": "Mon, 30 Nov -0001 00:00:00 +0000"},
            None,
            "The file has none that can be read.",
        ),
    ],
)
def test_date_is_the_first_that_can_be_read(
    tmp_path: Path, dates: dict[str, str], published_at: datetime | None, why: str | None
):
    found = one(tmp_path, **dates)

    assert found.published_at == published_at
    assert [notice.why for notice in found.notices] == ([why] if why else [])


def test_draft_has_no_date_unless_it_was_given_one(tmp_path: Path):
    found = one(
        tmp_path,
        status="draft",
        post_date="2024-05-01 10:00:00",
        post_date_gmt="0000-00-00 00:00:00",
        pubDate="Tue, 30 Nov 1999 00:00:00 +0000",
    )

    assert (found.published_at, found.notices) == (None, ())


def test_empty_title_is_made_from_the_first_words(tmp_path: Path):
    text = "<p>The ferry was late again, and nobody on the quay could say why it had been so.</p>"
    made = "The ferry was late again, and nobody on the quay could say why it had…"

    found = one(tmp_path, title="", content=text)

    assert found.title == made
    assert told(found.notices) == [
        ("altered", "title", f"There was none: “{made}” was put in its place.", 1)
    ]


def test_empty_title_without_text_is_made_from_the_address(tmp_path: Path):
    assert one(tmp_path, title="", post_name="at-sea").title == "at-sea"
    assert one(tmp_path, title="").title == "#1"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("%ce%b5%cf%80%ce%af", "επί"),
        ("%e4%b8%ad%e6%96%87", "中文"),
        ("%d9%81%d8%a7%d8%b1%d8%b3%db%8c", "فارسی"),
        ("%e4%b8%ad%e6%9", "中"),
        ("100%-sure", "100%-sure"),
    ],
)
def test_slug_is_decoded(tmp_path: Path, written: str, read: str):
    assert one(tmp_path, post_name=written).slug == read


def test_old_slugs_lead_here_too(tmp_path: Path):
    found = one(
        tmp_path,
        meta("_wp_old_slug", "fishes"),
        meta("_wp_old_slug", ""),
        meta("_wp_old_slug", "../admin"),
        link="https://harbour.example/2024/05/fish/",
        guid="http://moved.example/?p=1",
    )

    assert found.old_urls == (
        "https://harbour.example/2024/05/fish/",
        "https://harbour.example/?p=1",
        "https://harbour.example/2024/05/fishes/",
    )


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "//other.example/x", "http://[::1", "ftp://harbour.example/"]
)
def test_address_that_leads_nowhere_is_left_out(tmp_path: Path, link: str):
    assert one(tmp_path, link=link).old_urls == ("https://harbour.example/?p=1",)


def test_lead_image_is_the_featured_image_wherever_it_stands(tmp_path: Path):
    picture = item(
        post_id="9",
        post_type="attachment",
        status="inherit",
        attachment_url="https://harbour.example/wp-content/uploads/tide.jpg",
    )

    records = read_export(tmp_path, item(meta("_thumbnail_id", "9")), picture)

    assert only(Item, records).lead_image == MediaReference(
        url="https://harbour.example/wp-content/uploads/tide.jpg",
        identity=only(Media, records).identity,
    )


def test_featured_image_that_is_not_in_the_files_is_told(tmp_path: Path):
    found = one(tmp_path, meta("_thumbnail_id", "9"))

    assert found.lead_image is None
    assert told(found.notices) == [
        ("altered", "lead image", "Attachment 9 is not in the files: left without one.", 1)
    ]


def test_no_featured_image_is_no_news(tmp_path: Path):
    found = one(tmp_path, meta("_thumbnail_id", "0"))

    assert (found.lead_image, found.notices) == (None, ())


def test_custom_fields_formats_and_foreign_terms_are_kept(tmp_path: Path):
    records = read_export(
        tmp_path,
        item(
            category("post-format-aside", "Aside", "post_format"),
            category("noir", "Noir", "genre"),
            meta("enclosure", "https://harbour.example/a.mp3\n1\naudio/mpeg"),
            meta("_edit_lock", "1:2"),
            meta("_yoast_wpseo_metadesc", "On fish."),
            meta("empty", ""),
            meta("long", "x" * 10_001),
        ),
    )

    found = only(Item, records)
    assert found.extra == {
        "format": "aside",
        "meta": {
            "enclosure": ["https://harbour.example/a.mp3\n1\naudio/mpeg"],
            "_yoast_wpseo_metadesc": ["On fish."],
        },
        "terms": {"genre": ["Noir"]},
    }
    assert told(found.notices) == [
        ("skipped", "custom fields: long", "Longer than 10000 characters.", 1)
    ]
    assert told(of(Notice, records)) == [
        (
            "kept",
            "uses of the taxonomy “genre”",
            "Only categories and tags have a place of their own: kept with the article.",
            1,
        )
    ]


def test_markup_that_stands_unescaped_in_the_content_is_kept(tmp_path: Path):
    path = tmp_path / "export.xml"
    content = "<content:encoded>Bo &amp; Chi: <p>One <b>two</b></p> three</content:encoded>"

    found = only(Item, read_export(tmp_path, item(content)))

    assert path.exists()
    assert "<b>two</b>" in paragraphs(found)
    assert "Bo &amp; Chi" in paragraphs(found)
