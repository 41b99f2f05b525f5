"""Authors: described in the head, only named by items, or guests of a plugin."""

from pathlib import Path

from rotativa.importers.records import Author, Item, Notice
from tests.importers.systems.wordpress.exports import (
    block,
    category,
    item,
    meta,
    of,
    only,
    read_export,
    told,
)

BO = block(
    "author",
    author_login="Bo L",
    author_email="bo@harbour.example",
    author_display_name="Bo &amp; Lind",
    author_description="Writes on ferries.",
)


def test_head_describes_authors(tmp_path: Path):
    records = read_export(
        tmp_path,
        BO,
        block("wp_author", author_login="ada", author_first_name="Ada", author_last_name="Lund"),
        block("author", author_login="bo l", author_display_name="Again"),
        block("author", author_id="7"),
    )

    assert of(Author, records) == [
        Author(
            identity="author:bo l",
            name="Bo & Lind",
            slug="bo-l",
            email="bo@harbour.example",
            biography="Writes on ferries.",
            place="export.xml:13",
        ),
        Author(identity="author:ada", name="Ada Lund", slug="ada", place="export.xml:18"),
    ]
    assert told(of(Notice, records)) == [("skipped", "an author", "The block names nobody.", 1)]


def test_author_that_only_items_name_is_made_from_the_name(tmp_path: Path):
    records = read_export(tmp_path, item(creator="dov"), item(creator="dov", post_id="2"))

    assert of(Author, records) == [
        Author(identity="author:dov", name="dov", slug="dov", place="export.xml:13")
    ]
    assert [found.authors for found in of(Item, records)] == [("author:dov",), ("author:dov",)]
    assert told(of(Notice, records)) == [
        (
            "altered",
            "author “dov”",
            "Items name this author, but the file does not describe them: only the name is known.",
            1,
        )
    ]


def test_login_with_stray_brackets_or_in_other_case_is_known(tmp_path: Path):
    records = read_export(tmp_path, BO, item(creator=">bo L"), item(creator="Bo L>", post_id="2"))

    assert len(of(Author, records)) == 1
    assert [found.authors for found in of(Item, records)] == [("author:bo l",), ("author:bo l",)]


def test_item_without_creator_has_no_author(tmp_path: Path):
    assert only(Item, read_export(tmp_path, item())).authors == ()


def test_co_authors_sign_together(tmp_path: Path):
    entry = item(
        category("cap-bo-l", "Bo L", "author"),
        category("cap-chi", "Chi Dahl", "author"),
        creator="Bo L",
    )

    records = read_export(tmp_path, BO, entry)

    assert only(Item, records).authors == ("author:bo l", "author:chi")
    assert [found.name for found in of(Author, records)] == ["Bo & Lind", "Chi Dahl"]


def test_guest_author_is_described_by_an_item_of_the_plugin(tmp_path: Path):
    guest = item(
        meta("cap-user_login", "chi"),
        meta("cap-display_name", "Chi Dahl"),
        meta("cap-user_email", "chi@harbour.example"),
        meta("cap-description", "Reads tides."),
        post_id="50",
        post_type="guest-author",
        title="Chi Dahl",
        post_name="cap-chi",
    )

    records = read_export(tmp_path, item(category("cap-chi", "chi", "author")), guest)

    assert of(Author, records) == [
        Author(
            identity="author:chi",
            name="Chi Dahl",
            slug="chi",
            email="chi@harbour.example",
            biography="Reads tides.",
            place="export.xml:13",
        )
    ]
    assert told(of(Notice, records)) == [
        ("skipped", "“Chi Dahl”", "This author was named before.", 1)
    ]
