"""Whatever is done to a file, reading it ends in records, notices or a refusal, and nothing else."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from rotativa.importers.records import ImportRefused, Item, Record, Source
from tests.importers.systems.wordpress.exports import (
    ODDITIES,
    block,
    category,
    comment,
    export,
    item,
    meta,
    read,
)

SEED = 20260901
WHOLE = export(
    block("author", author_login="bo", author_display_name="Bo"),
    block("category", term_id="3", category_nicename="port", cat_name="Port"),
    block(
        "term",
        term_taxonomy="post_translations",
        term_slug="pll_1",
        term_description='a:2:{s:2:"en";i:1;s:2:"es";i:2;}',
    ),
    item(
        category("port", "Port"),
        category("en", "English", "language"),
        meta("_thumbnail_id", "9"),
        comment(comment_date_gmt="2024-05-01 10:00:00", comment_parent="0"),
        creator="bo",
        link="https://harbour.example/2024/05/tide/",
        content='[gallery] <p class="x">Tide &amp; time</p> <!-- wp:block {"ref":7} /-->',
        pubDate="Wed, 01 May 2024 08:00:00 +0000",
    ),
    item(
        meta("_wp_attachment_metadata", 'a:1:{s:10:"image_meta";a:1:{s:6:"credit";s:3:"Ada";}}'),
        post_id="9",
        post_type="attachment",
        post_parent="1",
        attachment_url="https://harbour.example/wp-content/uploads/tide.jpg",
    ),
    item(post_id="7", post_type="wp_block", content="<p>Subscribe.</p>"),
).encode()


def ends_well(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    records, refusal = read_or_refusal(path)
    if refusal:
        assert refusal.startswith(path.name)
        assert "\n" not in refusal
    else:
        assert isinstance(records[0], Source)
        assert all(one.identity and one.title for one in records if isinstance(one, Item))


def read_or_refusal(path: Path) -> tuple[list[Record], str]:
    try:
        return read(path), ""
    except ImportRefused as refused:
        return [], str(refused)


def damaged(data: bytes, random: Random) -> bytes:
    """A few bytes changed, taken out, doubled, or swapped for marks that matter in such files."""
    marks = [b"]]>", b"<![CDATA[", b"<item>", b"</item>", b"<!--", b"&", b"\0", b"\xff", b"<", b'"']
    mutable = bytearray(data)
    for _ in range(random.randint(1, 8)):
        at = random.randrange(len(mutable) or 1)
        match random.randrange(4):
            case 0:
                mutable[at] = random.randrange(256)
            case 1:
                del mutable[at : at + random.randint(1, 40)]
            case 2:
                mutable[at:at] = mutable[at : at + random.randint(1, 200)]
            case _:
                mutable[at:at] = random.choice(marks)
    return bytes(mutable)


def seeded() -> Random:
    return Random(SEED)  # noqa: S311  # the same damage in each run, not a secret


def small_files() -> Iterator[bytes]:
    yield WHOLE
    for path in sorted(ODDITIES.glob("*.xml")):
        if path.name != "empty.xml":
            yield path.read_bytes()


def test_file_cut_off_anywhere_ends_well(tmp_path: Path):
    for offset in range(0, len(WHOLE), 17):
        ends_well(tmp_path / "export.xml", WHOLE[:offset])


def test_odd_files_cut_off_anywhere_end_well(tmp_path: Path):
    for data in small_files():
        for offset in range(0, len(data), 211):
            ends_well(tmp_path / "export.xml", data[:offset])


def test_damaged_file_ends_well(tmp_path: Path):
    random = seeded()
    files = list(small_files())
    for _ in range(600):
        ends_well(tmp_path / "export.xml", damaged(random.choice(files), random))


@pytest.mark.inputs
def test_damaged_real_files_end_well(tmp_path: Path, inputs: Path):
    random = seeded()
    names = ["wxr-comprehensive", "namespace-edge-cases", "crazy-cdata", "wxr-utf-8-challenges"]
    files = [(inputs / f"wxr/importer-fixtures/{name}.xml").read_bytes() for name in names]
    for _ in range(200):
        ends_well(tmp_path / "export.xml", damaged(random.choice(files), random))


@pytest.mark.parametrize(
    "data",
    [
        b"<item>" * 20_000,
        b"<item><title><![CDATA[x" * 20_000 + b"]]></title></item>",
        b"<item><!--" * 20_000,
        b"<item>" + b"<a>" * 20_000 + b"</item>",
        b"<item>" + b"<category>x</category>" * 20_000 + b"</item>",
        b"<item>" + b"<wp:a>" + b"]]> " * 100_000 + b"</wp:a></item>",
        b"<item><content:encoded><![CDATA["
        + b"[gallery " * 50_000
        + b"]]></content:encoded></item>",
        b"<item><title>" + b"&lt;script&gt;" * 50_000 + b"</title></item>",
        b"<item><content:encoded><![CDATA["
        + b'<!-- wp:block {"ref":1' * 50_000
        + b"]]></content:encoded></item>",
    ],
    ids=["items", "sections", "comments", "depth", "names", "ends", "galleries", "scripts", "refs"],
)
def test_file_made_to_keep_a_reader_busy_is_read_in_time(tmp_path: Path, data: bytes):
    head, foot = export().encode().split(b"</channel>")

    ends_well(tmp_path / "export.xml", head + data + b"</channel>" + foot)
