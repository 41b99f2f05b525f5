"""Attachments become media, with what WordPress and the camera say about them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from rotativa.importers.records import Media, Notice
from tests.importers.systems.wordpress.exports import (
    comment,
    item,
    meta,
    of,
    only,
    read_export,
    told,
)

UPLOADS = "https://harbour.example/wp-content/uploads"
CAMERA = (
    'a:3:{s:5:"width";i:800;s:4:"file";s:16:"2024/05/tide.jpg";s:10:"image_meta";a:4:{'
    's:6:"credit";s:8:"Ada Lund";s:7:"caption";s:7:"At noon";'
    's:17:"created_timestamp";s:10:"1714557600";s:9:"copyright";s:7:"Harbour";}}'
)


def attachment(*inner: str, **fields: str) -> str:
    usual = {
        "post_id": "9",
        "post_type": "attachment",
        "status": "inherit",
        "attachment_url": f"{UPLOADS}/2024/05/tide.jpg",
    }
    return item(*inner, **(usual | fields))


def test_attachment_becomes_media(tmp_path: Path):
    records = read_export(
        tmp_path,
        attachment(
            meta("_wp_attached_file", "2024/05/tide.jpg"),
            meta("_wp_attachment_image_alt", "Waves &amp; foam"),
            meta("_wp_attachment_metadata", CAMERA),
            title="tide",
            creator="bo",
            excerpt="The <em>tide</em> at noon.",
            content="A picture.",
        ),
    )

    assert only(Media, records) == Media(
        identity="9",
        url=f"{UPLOADS}/2024/05/tide.jpg",
        filename="tide.jpg",
        title="tide",
        alt="Waves & foam",
        caption="The tide at noon.",
        credit="Ada Lund",
        description="A picture.",
        taken_at=datetime(2024, 5, 1, 10, tzinfo=UTC),
        author="author:bo",
        place="export.xml:13",
    )


def test_caption_falls_back_to_what_the_camera_wrote(tmp_path: Path):
    records = read_export(tmp_path, attachment(meta("_wp_attachment_metadata", CAMERA)))

    assert only(Media, records).caption == "At noon"


@pytest.mark.parametrize(
    ("attached", "path"),
    [
        ("2024/05/t ide.jpg", "2024/05/t%20ide.jpg"),
        ("/srv/blog/wp-content/uploads/2024/05/tide.jpg", "2024/05/tide.jpg"),
        ("/srv/blog/wp-content/blogs.dir/3/files/2010/a.png", "2010/a.png"),
        ("C:\\blog\\wp-content\\uploads\\2024\\tide.jpg", "2024/tide.jpg"),
        ("../../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "passwd"),
    ],
)
def test_address_may_follow_from_where_the_file_lay_in_the_uploads(
    tmp_path: Path, attached: str, path: str
):
    entry = attachment(meta("_wp_attached_file", attached), attachment_url="")

    assert only(Media, read_export(tmp_path, entry)).url == f"{UPLOADS}/{path}"


def test_name_of_the_file_may_stand_in_the_address_alone(tmp_path: Path):
    entry = attachment(attachment_url="https://harbour.files.wordpress.com/t%20ide.jpg?w=300")

    assert only(Media, read_export(tmp_path, entry)).filename == "t ide.jpg"


def test_address_may_stand_in_the_guid(tmp_path: Path):
    entry = attachment(attachment_url="", guid=f"{UPLOADS}/a.png")

    assert only(Media, read_export(tmp_path, entry)).url == f"{UPLOADS}/a.png"


def test_attachment_without_address_is_told(tmp_path: Path):
    records = read_export(tmp_path, attachment(attachment_url=""))

    assert of(Media, records) == []
    assert told(of(Notice, records)) == [
        ("skipped", "“The tide turns”", "It does not say where its file is.", 1)
    ]


def test_comments_on_an_attachment_are_told(tmp_path: Path):
    records = read_export(tmp_path, attachment(comment(), comment(comment_id="2")))

    assert told(only(Media, records).notices) == [
        ("skipped", "comments on an attachment", "Pictures and files have no comments here.", 2)
    ]


@pytest.mark.parametrize("serialized", ["", "a:1:{", 'O:8:"stdClass":0:{}', "a:1:{i:0;i:1;}"])
def test_metadata_that_cannot_be_read_is_left_out(tmp_path: Path, serialized: str):
    records = read_export(tmp_path, attachment(meta("_wp_attachment_metadata", serialized)))

    found = only(Media, records)
    assert (found.credit, found.taken_at) == ("", None)
