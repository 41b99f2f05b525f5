"""Broken and hostile folders: one clear line each, and the rest is read."""

import os
import socket
from pathlib import Path

import pytest

from rotativa.importers.records import ImportRefused
from rotativa.importers.systems.markdown import files
from tests.importers.systems.markdown.folders import read, write


def refusal(folder) -> str:
    with pytest.raises(ImportRefused) as refused:
        read(folder)
    message = str(refused.value)
    assert "\n" not in message
    return message


def test_folder_that_is_not_there(tmp_path):
    folder = tmp_path / "nowhere"

    assert refusal(folder.parent / "nowhere" / "x").endswith(
        "there is no such folder. Check the path."
    )


def test_empty_folder(tmp_path):
    assert refusal(tmp_path) == f"{tmp_path}: there is no file in it."


def test_file_instead_of_folder(tmp_path):
    write(tmp_path, {"a.md": "A"})

    assert refusal(tmp_path / "a.md") == (
        f"{tmp_path}/a.md: this is a file. Give the folder that holds the texts."
    )


def test_link_that_leads_to_itself(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")

    assert "loop" in refusal(tmp_path / "loop")


def test_folder_of_a_whole_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "FILE_LIMIT", 2)
    write(tmp_path, dict.fromkeys(["a.md", "b.md", "c.md"], "A"))

    assert refusal(tmp_path) == (f"{tmp_path}: more than 2 files. Give the folder of one project.")


def test_links_in_circles_are_named_and_the_rest_is_read(tmp_path):
    write(tmp_path, {"a.md": "A", "deep/b.md": "B"})
    (tmp_path / "deep/up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "gone.md").symlink_to(tmp_path / "nothing")

    reading = read(tmp_path)

    assert sorted(reading.items) == ["a.md", "deep/b.md"]
    assert [(what, why) for action, what, why in reading.told if action == "skipped"] == [
        ("gone.md", "The file cannot be read: No such file or directory."),
        ("self", "The file cannot be read: a link that leads to itself."),
        ("deep/up", "A link to a folder or out of the folder is not followed."),
    ]


def test_files_that_are_no_files(tmp_path):
    write(tmp_path, {"a.md": "A"})
    os.mkfifo(tmp_path / "pipe.md")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s.md"))
        reading = read(tmp_path)

    assert [(what, why) for action, what, why in reading.told if action == "skipped"] == [
        ("pipe.md", "This is not a file that can be read."),
        ("s.md", "This is not a file that can be read."),
    ]


def test_file_that_must_not_be_read(tmp_path, monkeypatch):
    write(tmp_path, {"a.md": "A", "b.md": "B"})
    opened = Path.open

    def refuse(path, *args, **kwargs):
        if path.name == "b.md":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)

    reading = read(tmp_path)

    assert list(reading.items) == ["a.md"]
    assert ("skipped", "b.md", "The file cannot be read: Permission denied.") in reading.told


def test_folder_that_must_not_be_read(tmp_path, monkeypatch):
    write(tmp_path, {"a.md": "A", "shut/b.md": "B"})
    scanned = os.scandir

    def refuse(path):
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return scanned(path)

    monkeypatch.setattr(os, "scandir", refuse)

    reading = read(tmp_path)

    assert list(reading.items) == ["a.md"]
    assert ("skipped", "shut/", "The folder cannot be read: Permission denied.") in reading.told


def test_text_of_200_megabytes_is_not_read(tmp_path):
    write(tmp_path, {"a.md": "A"})
    with (tmp_path / "b.md").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    reading = read(tmp_path)
    assert list(reading.items) == ["a.md"]
    why = "The file has 200 MB; at most 2 MB of text are read."
    assert ("skipped", "b.md", why) in reading.told


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n\x00\x00", b"\xff\xfe\x00", b"a\n\x81\x8d\x8f\n", b"\xff\xfea\x00\x00\x00"],
)
def test_binary_file_named_as_text(tmp_path, content):
    reading = read(tmp_path, {"a.md": "A", "b.md": content})

    assert list(reading.items) == ["a.md"]
    assert ("skipped", "b.md", "The file is not text.") in reading.told


@pytest.mark.parametrize(
    ("content", "title", "why"),
    [
        (b"\xef\xbb\xbf---\r\ntitle: A\r\n---\r\nText.\r\n", "A", ""),
        (b"---\rtitle: A\r---\rText.\r", "A", ""),
        (b"\n\n---\ntitle: A\n---\nText.\n", "A", ""),
        (
            "---\ntitle: Año\n---\nText.".encode("cp1252"),
            "Año",
            "Line 2: not UTF-8, read as Windows-1252.",
        ),
        (
            b"---\ntitle: \xc3\xb1\xe9\n---\n" + b"\x93Text.\x94\n" * 9 + "ñ".encode(),
            "Ã±é",
            "Lines 2, 4, 5, 6, 7, …: not UTF-8, read as Windows-1252.",
        ),
        (
            "---\ntitle: Año\n---\nText.".encode("utf-16"),
            "Año",
            "The file is UTF-16 and was read as such.",
        ),
    ],
)
def test_encodings_and_line_ends(tmp_path, content, title, why):
    item = read(tmp_path, {"a.md": content}).item

    assert item.title == title
    assert "Text." in str(item.body)
    assert [notice.why for notice in item.notices] == ([why] if why else [])


@pytest.mark.parametrize(
    "matter",
    [
        "a: " + "[" * 100_000,
        "- " * 100_000,
        "\n".join("  " * level + "a:" for level in range(300)),
        "a: " + "[" * 60_000 + "]" * 60_000,
        "a: &a [" + "x, " * 900 + "]\nb: [" + "*a, " * 900 + "]",
    ],
)
def test_yaml_that_is_nested_or_repeats_without_end(tmp_path, matter):
    item = read(tmp_path, {"a.md": f"---\n{matter}\n---\nText."}).item
    assert item.body == [{"type": "paragraph", "value": "<p>Text.</p>"}]
    assert "The front matter is not valid YAML" in item.notices[0].why


def test_names_that_are_not_utf8(tmp_path):
    write(tmp_path, {"a.md": "A"})
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_bytes(b"B")

    reading = read(tmp_path)

    assert list(reading.items) == ["a.md"]
    assert ("skipped", "caf\\udce9.md", "The name is not UTF-8: rename it.") in reading.told


def test_tools_of_the_folder_are_not_read(tmp_path):
    reading = read(tmp_path, {"a.md": "A", ".git/b.md": "B", "node_modules/c/d.md": "D"})

    assert list(reading.items) == ["a.md"]
    assert [
        what for _action, what, why in reading.told if why == "Folders of tools are not read."
    ] == [
        ".git/",
        "node_modules/",
    ]


def test_folders_nested_without_end(tmp_path):
    deep = tmp_path
    for _level in range(300):
        deep = deep / "d"
        deep.mkdir()
    write(deep, {"a.md": "A"})

    assert len(read(tmp_path).items) == 1


def test_wild_values_harm_nothing(tmp_path):
    matter = """---
title: [a, {b: c}]
date: {a: b}
tags: {a: b}
authors: [[x], {y: z}, null, ""]
section: [[]]
draft: [true]
questions: {a: b}
earlier: [{a: b}, [c]]
aliases: {a: b}
images: [[{src: [x]}]]
slug: [a, b]
sources: {a: [1, {b: null}]}
menu: [main]
---
Text.
"""

    item = read(tmp_path, {"a.md": matter, "hugo.toml": "languages = 3\npermalinks = []"}).item

    assert item.title == "a"
    assert item.extra["sources"] == {"a": ["1", {"b": None}]}
