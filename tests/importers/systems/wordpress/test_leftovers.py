"""What is not taken is told: one by one, or counted, and never what people wrote into forms."""

from pathlib import Path

from rotativa.importers.records import Item, Notice
from tests.importers.systems.wordpress.exports import (
    category,
    item,
    meta,
    of,
    only,
    read_export,
    told,
)


def test_content_of_other_types_is_told_one_by_one(tmp_path: Path):
    records = read_export(tmp_path, item(post_type="recipe", title="Eel soup"))

    assert of(Notice, records) == [
        Notice(
            "skipped",
            "“Eel soup”",
            "The content type “recipe” has no counterpart here.",
            identity="1",
            place="export.xml:13",
        )
    ]


def test_workings_of_the_old_site_are_counted(tmp_path: Path):
    records = read_export(
        tmp_path,
        *[item(post_id=str(n), post_type="revision", status="inherit") for n in range(3)],
    )

    assert told(of(Notice, records)) == [
        (
            "skipped",
            "earlier versions of articles",
            "They belong to the workings of the old site.",
            3,
        )
    ]


def test_what_people_wrote_into_forms_is_counted_and_nothing_else(tmp_path: Path):
    secret = item(
        meta("_feedback_email", "dov@stranger.example"),
        post_type="feedback",
        title="Dov of Stranger Street",
        content="My number is 555 0100",
    )

    records = read_export(tmp_path, secret, secret)

    assert told(of(Notice, records)) == [
        (
            "skipped",
            "entries of type “feedback”",
            "What people wrote into forms or ordered is personal: nothing of it was kept.",
            2,
        )
    ]
    assert "Dov" not in repr(records)
    assert "dov@" not in repr(records)
    assert "555" not in repr(records)


def menu_entry(number: int, page: str, parent: str = "0") -> str:
    return item(
        category("main", "Main", "nav_menu"),
        meta("_menu_item_object", "page"),
        meta("_menu_item_object_id", page),
        meta("_menu_item_menu_item_parent", parent),
        post_id=str(number),
        post_type="nav_menu_item",
    )


def test_menu_is_counted_and_its_first_level_pages_go_into_the_footer(tmp_path: Path):
    records = read_export(
        tmp_path,
        item(post_id="1", post_type="page"),
        item(post_id="2", post_type="page"),
        item(post_id="3", post_type="page"),
        menu_entry(10, "1"),
        menu_entry(11, "2", parent="10"),
    )

    assert [(found.identity, found.in_menu) for found in of(Item, records)] == [
        ("1", True),
        ("2", False),
        ("3", False),
    ]
    assert told(of(Notice, records)) == [
        (
            "skipped",
            "entries of the menu “Main”",
            "Menus are not taken over; pages on the first level of one go into the footer.",
            2,
        )
    ]


def test_synced_patterns_are_counted(tmp_path: Path):
    records = read_export(tmp_path, item(post_type="wp_block", content="<p>Subscribe.</p>"))

    assert only(Notice, records).what == "synced patterns"
