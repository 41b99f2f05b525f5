"""What cannot be read at all is refused in one line that names file and place, before any record."""

from pathlib import Path

import pytest

from rotativa.importers.records import ImportRefused, Item, Notice
from rotativa.importers.systems.wordpress import read_wxr
from tests.importers.systems.wordpress.exports import ODDITIES, export, item, of, only, read, told


def refusal(*paths: Path) -> str:
    records = read_wxr(paths, language="en")
    with pytest.raises(ImportRefused) as refused:
        next(records)
    return str(refused.value)


DECLARES = (
    "The file declares a document type or entities. An export of WordPress has none, "
    "and such declarations can do harm: the file is not read."
)
FEED = "This is a feed and not an export of WordPress: make one under Tools, Export."


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("entity-bomb.xml", f"entity-bomb.xml, line 2: {DECLARES}"),
        ("external-entity.xml", f"external-entity.xml, line 2: {DECLARES}"),
        ("feed.xml", f"feed.xml: {FEED}"),
        ("page.xml", "page.xml, line 1: This is a web page and not an export of WordPress."),
        ("empty.xml", "empty.xml is empty: export it again."),
    ],
)
def test_file_that_is_no_export_is_refused(name: str, line: str):
    assert refusal(ODDITIES / name) == line


def test_file_that_is_no_text_is_refused(tmp_path: Path):
    path = tmp_path / "export.xml"
    path.write_bytes(bytes(range(256)) * 40)

    assert refusal(path) == "export.xml: This is not an export of WordPress (WXR)."


def test_archive_is_refused_with_advice(tmp_path: Path):
    path = tmp_path / "export.zip"
    path.write_bytes(b"PK\x03\x04 and so on")

    assert refusal(path) == "export.zip is compressed: unpack it and import the XML files inside."


def test_missing_file_and_folder_are_refused(tmp_path: Path):
    assert refusal(tmp_path / "none.xml") == f"{tmp_path / 'none.xml'}: No such file or directory"
    assert refusal(tmp_path) == f"{tmp_path} is not a file: name the XML files of the export."


def test_no_file_is_refused():
    assert refusal() == "No file was named: name the XML files that WordPress exported."


def test_file_that_ends_inside_its_first_item_is_refused(tmp_path: Path):
    path = tmp_path / "export.xml"
    path.write_text(export(item())[:-60])

    assert refusal(path) == (
        "export.xml:13: The file ends inside it. Nothing can be read: export it again."
    )


def test_file_that_ends_before_its_first_item_is_refused(tmp_path: Path):
    path = tmp_path / "export.xml"
    path.write_text(export().partition("</channel>")[0])

    assert refusal(path) == (
        "export.xml: The file ends before its first item. Nothing can be read: export it again."
    )


def test_files_of_two_sites_are_refused_for_their_ids_mean_different_things(tmp_path: Path):
    ours, theirs = tmp_path / "ours.xml", tmp_path / "theirs.xml"
    ours.write_text(export(item()))
    theirs.write_text(export(item()).replace("harbour.example", "other.example"))

    assert refusal(ours, theirs) == (
        "theirs.xml comes from other.example, ours.xml from harbour.example: "
        "import the files of one site at a time."
    )


def test_doctype_inside_an_item_costs_that_item(tmp_path: Path):
    bomb = '<!DOCTYPE x [<!ENTITY a "ha">]><title>&a;</title>'
    path = tmp_path / "export.xml"
    path.write_text(export(f"<item>{bomb}</item>", item(post_id="2")))

    records = read(path)

    assert [found.identity for found in of(Item, records)] == ["2"]
    assert only(Notice, records).action == "skipped"


def test_field_of_200_megabytes_costs_its_item_only(tmp_path: Path):
    path = tmp_path / "export.xml"
    before, after = export(item(content="HERE"), item(post_id="2")).split("HERE")
    with path.open("w") as file:
        file.write(f"{before}<![CDATA[")
        for _ in range(200):
            file.write("tide" * (1 << 18))
        file.write(f"]]>{after}")

    records = read(path)

    assert [found.identity for found in of(Item, records)] == ["2"]
    assert told(of(Notice, records)) == [
        (
            "skipped",
            "“The tide turns”",
            "It has a field of 200 MiB; 16 are the limit.",
            1,
        )
    ]
