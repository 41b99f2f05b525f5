"""Comments come with their item: nested, with states, pingbacks and trackbacks apart."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from rotativa.importers.records import Comment, Item
from tests.importers.systems.wordpress.exports import comment, item, of, only, read_export, told


def test_comment_is_kept_without_the_address_it_was_sent_from(tmp_path: Path):
    written = comment(
        comment_id="5",
        comment_author="Chi &amp; Dov",
        comment_author_email="chi@harbour.example",
        comment_author_url="https://chi.example/",
        comment_author_IP="192.0.2.1",
        comment_date="2024-05-01 12:00:00",
        comment_date_gmt="2024-05-01 10:00:00",
        comment_content="When is <b>high tide</b>?",
    )

    found = only(Item, read_export(tmp_path, item(written)))

    assert found.comments == (
        Comment(
            identity="comment:5",
            author_name="Chi & Dov",
            author_email="chi@harbour.example",
            author_url="https://chi.example/",
            created_at=datetime(2024, 5, 1, 10, tzinfo=UTC),
            body="When is <b>high tide</b>?",
        ),
    )
    assert "192.0.2.1" not in repr(found)


def test_answers_know_what_they_answer_wherever_it_stands(tmp_path: Path):
    entry = item(
        comment(comment_id="7", comment_parent="5"),
        comment(comment_id="5", comment_parent="0"),
        comment(comment_id="8", comment_parent="7"),
        comment(comment_id="9", comment_parent="99"),
    )

    found = only(Item, read_export(tmp_path, entry))

    assert [(one.identity, one.parent) for one in found.comments] == [
        ("comment:7", "comment:5"),
        ("comment:5", ""),
        ("comment:8", "comment:7"),
        ("comment:9", ""),
    ]


@pytest.mark.parametrize(
    ("approved", "state"),
    [
        ("1", "approved"),
        ("0", "pending"),
        ("hold", "pending"),
        ("spam", "spam"),
        ("trash", "deleted"),
        ("post-trashed", "deleted"),
        ("maybe", "pending"),
    ],
)
def test_state_is_kept(tmp_path: Path, approved: str, state: str):
    found = only(Item, read_export(tmp_path, item(comment(comment_approved=approved))))

    assert [one.state for one in found.comments] == [state]


def test_pingbacks_and_trackbacks_stay_apart_and_likes_are_told(tmp_path: Path):
    kinds = ["", "comment", "pingback", "trackback", "like", "like", "order_note"]
    entry = item(
        *[comment(comment_id=str(n), comment_type=kind) for n, kind in enumerate(kinds, 1)]
    )

    found = only(Item, read_export(tmp_path, entry))

    assert [one.kind for one in found.comments] == ["comment", "comment", "pingback", "trackback"]
    why = "Only comments, pingbacks and trackbacks are taken."
    assert told(found.notices) == [
        ("skipped", "comments of type “like”", why, 2),
        ("skipped", "comments of type “order_note”", why, 1),
    ]


def test_identities_are_distinct_over_all_items(tmp_path: Path):
    records = read_export(
        tmp_path,
        item(comment(comment_id="11"), comment(comment_id="")),
        item(comment(comment_id="11"), post_id="2"),
    )

    identities = [one.identity for found in of(Item, records) for one in found.comments]
    assert identities == ["comment:11", "comment:1/1", "comment:11/2/0"]
