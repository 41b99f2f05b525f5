"""The file of a copy: its index, its hashes, and that nothing in it can change unseen."""

import gzip
import io
import json
import random
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from rotativa.evidence.capture.kept import Kept
from rotativa.evidence.capture.wacz.index import key_of
from rotativa.evidence.capture.wacz.packing import DIGEST, PACKAGE, Page, digest_of, pack
from rotativa.evidence.capture.wacz.reading import Copy
from rotativa.evidence.capture.wacz.verifying import verify
from rotativa.evidence.capture.wacz.zipping import write_zip
from rotativa.evidence.capture.warc import Warc
from tests.evidence.tools import check_by_warcio, unseen_flips, validate_by_wacz

AT = datetime(2026, 11, 1, 12, 30, tzinfo=UTC)
KEPT = Kept(
    method="GET",
    url="https://paper.test/news?b=2&a=1",
    status=200,
    reason="OK",
    headers=(("Content-Type", "text/html; charset=utf-8"), ("Content-Length", "20")),
    body=b"<p>Nearly 11,000</p>",
    asked=(("Accept", "*/*"),),
    sent=b"",
    at=AT,
    address="203.0.113.7",
)


@pytest.fixture
def wacz(tmp_path: Path) -> Path:
    return packed(tmp_path)


def packed(folder: Path, *kept: Kept) -> Path:
    warc, to = folder / "data.warc.gz", folder / "copy.wacz"
    with warc.open("wb") as out:
        writer = Warc(out, about={})
        for each in kept or (KEPT, replace(KEPT, url="https://paper.test/a.css", body=b"a{}")):
            writer.add(each)
        writer.add_resource("urn:text:x", "text/plain", b"Nearly 11,000", at=AT)
    page = Page((kept or (KEPT,))[0].url, AT, "News — «today»", "Nearly 11,000")
    pack(warc, to, page=page, provenance={"how": "plain"})
    return to


def test_copy_reads_back(wacz: Path) -> None:
    with Copy(wacz) as copy:
        answer = copy.answer(KEPT.url)
        assert copy.page["text"] == "Nearly 11,000"
        assert copy.provenance == {"how": "plain"}
        assert len(copy.addresses) == 3

    assert answer is not None
    assert (answer.status, answer.body, answer.headers) == (200, KEPT.body, KEPT.headers)
    assert answer.about["WARC-IP-Address"] == "203.0.113.7"
    assert answer.about["WARC-Date"] == "2026-11-01T12:30:00.000000Z"


def test_copy_has_the_parts_that_the_standard_names(wacz: Path) -> None:
    with zipfile.ZipFile(wacz) as archive:
        assert archive.testzip() is None
        assert {each.compress_type for each in archive.infolist()} == {zipfile.ZIP_STORED}
        package = json.loads(archive.read("datapackage.json"))
        names = archive.namelist()
        lines = archive.read("indexes/index.cdx").decode().splitlines()

    assert (package["profile"], package["wacz_version"]) == ("data-package", "1.1.1")
    assert package["mainPageUrl"] == KEPT.url
    assert [each["path"] for each in package["resources"]] == names[:4]
    assert lines == sorted(lines)
    assert lines[1].startswith("test,paper)/news?a=1&b=2 20261101123000 {")


def test_the_same_exchange_is_written_once(tmp_path: Path) -> None:
    with Copy(packed(tmp_path, KEPT, KEPT, replace(KEPT, status=404))) as copy:
        assert [answer.status for answer in copy.answers(KEPT.url)] == [200, 404]
        assert copy.answer(KEPT.url) == next(copy.answers(KEPT.url))


def test_cut_body_is_named_in_the_archive(tmp_path: Path) -> None:
    with Copy(packed(tmp_path, replace(KEPT, cut="length"))) as copy:
        answer = copy.answer(KEPT.url)

    assert answer is not None
    assert answer.about["WARC-Truncated"] == "length"


def test_a_byte_flipped_anywhere_is_found(wacz: Path) -> None:
    assert verify(wacz).problems == ()
    assert unseen_flips(wacz) == []


@pytest.mark.parametrize("cut", [0, 1, 100])
def test_file_with_more_or_less_at_its_end_is_found(wacz: Path, cut: int) -> None:
    whole = wacz.read_bytes()
    wacz.write_bytes(whole[: len(whole) - cut] if cut else whole + b"\0")

    assert not verify(wacz).is_whole


def test_another_file_than_the_one_of_the_hash_is_found(wacz: Path) -> None:
    assert verify(wacz, sha256="0" * 64).problems == ("the hash of the file",)


@pytest.mark.parametrize("left_out", ["indexes/index.cdx", "pages/pages.jsonl"])
@pytest.mark.parametrize("is_listed", [True, False])
def test_file_without_index_or_pages_is_found(wacz: Path, left_out: str, is_listed: bool) -> None:
    assert not verify(rebuilt(wacz, left_out, is_listed=is_listed)).is_whole


def test_wacz_validate_asks_less_of_a_file_than_we_do(wacz: Path) -> None:
    index, pages = "indexes/index.cdx", "pages/pages.jsonl"
    assert "Validation failed" in validate_by_wacz(rebuilt(wacz, index, is_listed=True))

    neither = rebuilt(rebuilt(wacz, index), pages)

    assert validate_by_wacz(neither) == ""
    assert not verify(neither).is_whole


def rebuilt(wacz: Path, left_out: str, *, is_listed: bool = False) -> Path:
    """Without one of its parts, byte by byte as we write it; the manifest leaves that out, too."""
    to = wacz.with_name(f"without-{Path(left_out).stem}.wacz")
    with zipfile.ZipFile(wacz) as old:
        parts = {name: old.read(name) for name in old.namelist() if name != left_out}
    if not is_listed:
        package = json.loads(parts[PACKAGE])
        package["resources"] = [each for each in package["resources"] if each["path"] != left_out]
        parts[PACKAGE] = json.dumps(package).encode()
        parts[DIGEST] = digest_of(parts[PACKAGE])
    files = [(name, wacz.with_name(f"part-{number}")) for number, name in enumerate(parts)]
    for name, path in files:
        path.write_bytes(parts[name])
    with to.open("wb") as out:
        write_zip(out, files)
    return to


def test_records_hold_no_more_than_they_say(wacz: Path, tmp_path: Path) -> None:
    """As `warcio check` reads it."""
    check_by_warcio(wacz, tmp_path)

    with zipfile.ZipFile(wacz) as archive:
        content = archive.read("archive/data.warc.gz")
    types = [record.rec_type for record in ArchiveIterator(io.BytesIO(content))]
    assert types == ["warcinfo", "response", "request", "response", "request", "resource"]
    assert gzip.decompress(content).startswith(b"WARC/1.1\r\n")


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Paper.test/News", "test,paper)/news"),
        ("http://paper.test:8080/", "test,paper:8080)/"),
        ("https://paper.test:443/?b=2&a=1", "test,paper)/?a=1&b=2"),
        ("http://192.0.2.7/x", "192.0.2.7)/x"),
        ("urn:view:http://paper.test/", "urn:view:http://paper.test/"),
    ],
)
def test_key_sorts_addresses_of_a_site_together(url: str, key: str) -> None:
    assert key_of(url) == key


def test_large_copy_is_verified_too(tmp_path: Path) -> None:
    noise = random.Random(7).randbytes(3 * 2**20)  # noqa: S311  # any bytes will do
    wacz = packed(tmp_path, replace(KEPT, body=noise))

    assert verify(wacz).problems == ()
    with Copy(wacz) as copy:
        answer = copy.answer(KEPT.url)
    assert answer is not None
    assert answer.body == noise
