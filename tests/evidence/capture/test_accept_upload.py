"""Copies that people have made: taken when they are whole, freed of cookies, refused when hostile."""

import gzip
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from rotativa.evidence.capture.bounds import Bounds
from rotativa.evidence.capture.errors import CannotCapture
from rotativa.evidence.capture.record import read_record
from rotativa.evidence.capture.upload import accept_upload
from rotativa.evidence.capture.wacz.reading import Copy
from rotativa.evidence.capture.wacz.verifying import verify

PAGE = "https://social.test/post/1"
HTML = b"<!doctype html><title>Post</title><p>Nearly 11,000</p><img src='/p.png'><script>1</script>"
SECRET = "SECRET-4711"
SMALL = Bounds(all_bytes=300_000)


def warc(*, html: bytes = HTML, kind: str = "text/html") -> bytes:
    """As a browser's extension writes it: cookies and all."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for url, media_type, body in (
        (PAGE, kind, html),
        ("https://social.test/p.png", "image/png", b"P"),
    ):
        answer = writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(gzip.compress(body)),
            length=len(gzip.compress(body)),
            warc_headers_dict={"WARC-Date": "2026-11-01T12:30:00Z"},
            http_headers=StatusAndHeaders(
                "200 OK",
                [
                    ("Content-Type", media_type),
                    ("Content-Encoding", "gzip"),
                    ("Set-Cookie", f"session={SECRET}"),
                ],
                protocol="HTTP/1.1",
            ),
        )
        request = writer.create_warc_record(
            url,
            "request",
            http_headers=StatusAndHeaders(
                "GET / HTTP/1.1",
                [("Host", "social.test"), ("Cookie", SECRET), ("Authorization", SECRET)],
                is_http_request=True,
            ),
        )
        writer.write_request_response_pair(request, answer)
    return out.getvalue()


def files(**changed: bytes) -> dict[str, bytes]:
    page = {"url": PAGE, "title": "A post", "text": "Nearly 11,000", "ts": "2026-11-01T12:30:00Z"}
    found = {
        "archive/data.warc.gz": warc(),
        "pages/pages.jsonl": b'{"format":"json-pages-1.0"}\n' + json.dumps(page).encode(),
        "indexes/index.cdx": b"",
    }
    return found | {name.replace("__", "/"): content for name, content in changed.items()}


def upload(
    folder: Path, parts: dict[str, bytes], *, manifest: bytes | None = None, how: int = 0
) -> Path:
    resources = [
        {"path": name, "hash": f"sha256:{sha256(content).hexdigest()}", "bytes": len(content)}
        for name, content in parts.items()
    ]
    told = {"profile": "data-package", "wacz_version": "1.1.1", "resources": resources}
    path = folder / "upload.wacz"
    with zipfile.ZipFile(path, "w", compression=how) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.writestr(
            "datapackage.json", json.dumps(told).encode() if manifest is None else manifest
        )
    return path


def test_copy_of_a_person_is_packed_anew_without_cookies(tmp_path: Path) -> None:
    given = upload(tmp_path, files())

    taken = accept_upload(given, tmp_path / "copy")

    assert taken == read_record(tmp_path / "copy")
    assert verify(tmp_path / "copy" / "capture.wacz", sha256=taken.sha256).problems == ()
    assert (taken.how, taken.url, taken.title, taken.status) == ("by-hand", PAGE, "A post", 200)
    assert taken.taken_at == datetime(2026, 11, 1, 12, 30, tzinfo=UTC)
    assert "by-hand" in {doubt.reason for doubt in taken.doubts}
    assert (tmp_path / "copy" / "text.txt").read_text() == "Nearly 11,000"
    view = (tmp_path / "copy" / "view.html").read_text()
    assert "data:image/png;base64," in view
    assert "<script" not in view
    with Copy(tmp_path / "copy" / "capture.wacz") as copy:
        page = copy.answer(PAGE)
        assert copy.provenance["original_sha256"] == sha256(given.read_bytes()).hexdigest()
    assert page is not None
    assert page.body == HTML
    assert dict(page.headers)["X-Orig-Content-Encoding"] == "gzip"
    with zipfile.ZipFile(tmp_path / "copy" / "capture.wacz") as archive:
        records = gzip.decompress(archive.read("archive/data.warc.gz"))
    assert b"social.test" in records
    assert SECRET.encode() not in records


def test_our_own_copy_is_taken_back(tmp_path: Path) -> None:
    accept_upload(upload(tmp_path, files()), tmp_path / "first")

    taken = accept_upload(tmp_path / "first" / "capture.wacz", tmp_path / "second")

    assert (taken.url, taken.how, taken.exchanges) == (PAGE, "by-hand", 2)


def bomb() -> bytes:
    return warc(html=b"0" * 1_000_000)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        pytest.param(files(archive__data_warc_gz=b""), None, id="extra part"),
        pytest.param({"pages/pages.jsonl": b""}, "holds no archive", id="no archive"),
        pytest.param(files() | {"../evil": b""}, "a name that it may not", id="climbing name"),
        pytest.param(files() | {"/etc/evil": b""}, "a name that it may not", id="absolute name"),
        pytest.param(files() | {"a\\..\\b": b""}, "a name that it may not", id="backslashes"),
        pytest.param(files() | {"a/../b": b""}, "a name that it may not", id="steps back"),
        pytest.param(
            files() | {"fill": b"0" * 400_000}, "holds more than a copy", id="too much in all"
        ),
        pytest.param(
            files() | {f"part-{number}": b"" for number in range(600)}, "too many", id="many parts"
        ),
        pytest.param(
            files() | {"archive/data.warc.gz": bomb()}, "holds more than", id="bomb in the archive"
        ),
        pytest.param(
            files() | {"archive/data.warc.gz": b"no archive"}, "cannot be read", id="no records"
        ),
        pytest.param(
            files() | {"pages/pages.jsonl": b'{"url":"https://other.test/"}'},
            "is not in it",
            id="another page",
        ),
        pytest.param(
            files() | {"pages/pages.jsonl": b"{}"}, "does not say which page", id="no page"
        ),
        pytest.param(files() | {"pages/pages.jsonl": b"{"}, "no WACZ", id="broken pages"),
    ],
)
def test_hostile_file_is_refused_and_leaves_nothing(
    tmp_path: Path, parts: dict[str, bytes], words: str | None
) -> None:
    path = upload(tmp_path, parts, how=zipfile.ZIP_DEFLATED)
    if words is None:
        assert accept_upload(path, tmp_path / "copies" / "one", bounds=SMALL).url == PAGE
        return

    with pytest.raises(CannotCapture, match=words):
        accept_upload(path, tmp_path / "copies" / "one", bounds=SMALL)

    assert list((tmp_path / "copies").iterdir()) == []


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        (b"{}", "no WACZ"),
        (b"", "no WACZ"),
        (b'{"resources": []}', "does not name all"),
        (b'{"resources": [{"path": "../x", "hash": "sha256:0"}]}', "does not name all"),
        (b" " * 3_000_000, "too large|holds more"),
    ],
)
def test_file_whose_manifest_does_not_hold_is_refused(
    tmp_path: Path, manifest: bytes, words: str
) -> None:
    with pytest.raises(CannotCapture, match=words):
        accept_upload(upload(tmp_path, files(), manifest=manifest), tmp_path / "copy")


def test_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    parts = files()
    path = upload(tmp_path, parts)
    whole = path.read_bytes()
    place = whole.index(parts["archive/data.warc.gz"]) + 100
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])

    with pytest.raises(CannotCapture, match=r"no WACZ|was changed"):
        accept_upload(path, tmp_path / "copy")


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06", b"<html>", b"\x1f\x8b" * 50])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "upload.wacz"
    path.write_bytes(content)

    with pytest.raises(CannotCapture):
        accept_upload(path, tmp_path / "copy")


def test_link_and_encrypted_part_are_refused(tmp_path: Path) -> None:
    for attributes, flags, words in ((0o120777 << 16, 0, "a name"), (0, 1, "encrypted")):
        path = upload(tmp_path, files())
        with zipfile.ZipFile(path, "a") as archive:
            link = zipfile.ZipInfo("link")
            link.external_attr = attributes
            archive.writestr(link, "/etc/passwd")
            archive.getinfo("link").flag_bits |= flags
        with pytest.raises(CannotCapture, match=words):
            accept_upload(path, tmp_path / "copy", bounds=replace(SMALL))
