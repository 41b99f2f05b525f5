"""Copies that people have made: taken when they are whole, freed of cookies, refused when hostile."""

import gzip
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from rotativa.evidence.capture.bounds import BOUNDS, Bounds
from rotativa.evidence.capture.errors import CannotCapture
from rotativa.evidence.capture.record import Taken, read_record
from rotativa.evidence.capture.upload import accept_upload
from rotativa.evidence.capture.wacz.foreign import NotAccepted
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


def listing(*names: str) -> bytes:
    """A manifest of these parts alone."""
    parts = files()
    resources = [
        {"path": name, "hash": f"sha256:{sha256(parts[name]).hexdigest()}"} for name in names
    ]
    return json.dumps({"resources": resources}).encode()


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


def accept(path: Path, folder: Path, *, of: str = PAGE, bounds: Bounds = BOUNDS) -> Taken:
    return accept_upload(path, folder, of=of, bounds=bounds)


def test_copy_of_a_person_is_packed_anew_without_cookies(tmp_path: Path) -> None:
    given = upload(tmp_path, files())

    taken = accept(given, tmp_path / "copy")

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


def exchange(
    out: io.BytesIO,
    url: str = PAGE,
    body: bytes = HTML,
    *,
    asked: str = "GET / HTTP/1.1",
    sent: bytes = b"",
    headers: tuple[tuple[str, str], ...] = (),
    of_request: tuple[tuple[str, str], ...] = (),
    date: str = "2026-11-01T12:30:00Z",
) -> None:
    """As ArchiveWeb.page writes it: bodies unpacked, what was sent beside what came back."""
    writer = WARCWriter(out, gzip=True)
    answer = writer.create_warc_record(
        url,
        "response",
        payload=io.BytesIO(body),
        length=len(body),
        warc_headers_dict={"WARC-Date": date},
        http_headers=StatusAndHeaders(
            "200 OK", [("Content-Type", "text/html"), *headers], protocol="HTTP/1.1"
        ),
    )
    request = writer.create_warc_record(
        url,
        "request",
        payload=io.BytesIO(sent),
        length=len(sent),
        http_headers=StatusAndHeaders(asked, list(of_request), is_http_request=True),
    )
    writer.write_request_response_pair(request, answer)


def archive(*exchanges: dict[str, Any]) -> dict[str, bytes]:
    out = io.BytesIO()
    for each in exchanges:
        exchange(out, **each)
    return files(archive__data_warc_gz=b"") | {"archive/data.warc.gz": out.getvalue()}


def records_of(folder: Path) -> bytes:
    with zipfile.ZipFile(folder / "capture.wacz") as packed:
        return gzip.decompress(packed.read("archive/data.warc.gz"))


def test_session_of_the_person_is_not_published(tmp_path: Path) -> None:
    """As ArchiveWeb.page keeps it: the form to sign in with, keys of scripts, cookies by another name."""
    keys = tuple(
        (name, SECRET) for name in ("X-CSRF-Token", "X-Auth-Token", "X-Api-Key", "X-Own-Session")
    )
    parts = archive(
        {
            "of_request": (*keys, ("User-Agent", "Browser 1"), ("Accept-Language", "uk")),
            "headers": (("x-wabac-preset-cookie", SECRET), ("X-CSRF-Token", SECRET)),
        },
        {
            "url": "https://social.test/login",
            "asked": "POST /login HTTP/1.1",
            "sent": f"password={SECRET}".encode(),
            "body": f'{{"token": "{SECRET}"}}'.encode(),
        },
        {"url": f"https://social.test/me?__wb_method=POST&password={SECRET}"},
    )

    taken = accept(upload(tmp_path, parts), tmp_path / "copy")

    kept = records_of(tmp_path / "copy")
    assert taken.exchanges == 1
    assert SECRET.encode() not in kept
    assert b"social.test/login" not in kept
    assert b"User-Agent: Browser 1" in kept
    assert b"Accept-Language: uk" in kept


@pytest.mark.parametrize("body", [brotli.compress(HTML), HTML])
def test_page_packed_with_brotli_is_read_also_where_only_its_header_says_so(
    tmp_path: Path, body: bytes
) -> None:
    parts = archive({"body": body, "headers": (("Content-Encoding", "br"),)})

    accept(upload(tmp_path, parts), tmp_path / "copy")

    with Copy(tmp_path / "copy" / "capture.wacz") as copy:
        page = copy.answer(PAGE)
    assert page is not None
    assert page.body == HTML


def passed_over(length: int) -> bytes:
    """A record that no copy keeps, before the page."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    writer.write_record(
        writer.create_warc_record(
            PAGE, "resource", payload=io.BytesIO(b"0" * length), length=length
        )
    )
    exchange(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("warc", "words"),
    [
        pytest.param(passed_over(2_000_000), "holds more than a copy", id="passed over"),
        pytest.param(gzip.compress(b"") * 7000 + warc(), "holds more than", id="empty members"),
        pytest.param(
            gzip.compress(b"WARC/1.0\r\nA: " + b"a" * 400_000), "holds more than", id="long line"
        ),
        pytest.param(
            gzip.compress(b"WARC/1.0\r\n" + b"A: a\r\n" * 80_000),
            "holds more than",
            id="many lines",
        ),
    ],
)
def test_what_is_passed_over_counts_too(tmp_path: Path, warc: bytes, words: str) -> None:
    parts = files() | {"archive/data.warc.gz": warc}

    with pytest.raises(NotAccepted, match=words):
        accept(upload(tmp_path, parts), tmp_path / "copy", bounds=SMALL)


def test_of_many_pages_the_one_of_the_source_is_taken(tmp_path: Path) -> None:
    """Whichever the file calls its main page, and however the address is written."""
    pages = [{"url": "https://social.test/", "title": "Home"}, {"url": PAGE, "title": "A post"}]
    told = b"\n".join(json.dumps(each).encode() for each in ({"format": "pages"}, *pages))
    given = upload(tmp_path, files(**{"pages/pages.jsonl": told}))

    taken = accept(given, tmp_path / "copy", of="http://www.social.test/post/1/?utm_source=x")

    assert (taken.url, taken.title) == (PAGE, "A post")
    with pytest.raises(NotAccepted, match=r"but of https://social\.test/"):
        accept(given, tmp_path / "other", of="https://social.test/post/2")


def test_what_is_passed_over_may_be_of_some_size(tmp_path: Path) -> None:
    parts = files() | {"archive/data.warc.gz": passed_over(400_000)}

    assert accept(upload(tmp_path, parts), tmp_path / "copy", bounds=SMALL).url == PAGE


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            {"body": brotli.compress(b"0" * 2_000_000), "headers": (("Content-Encoding", "br"),)},
            "holds more than a copy may",
        ),
        ({"date": "0001-01-01T00:00:00+14:00"}, "a date that cannot be"),
        ({"date": "9999-12-31T23:00:00-14:00"}, "a date that cannot be"),
        ({"date": "yesterday"}, "a date that cannot be"),
        ({"date": "0900-01-01T00:00:00Z"}, "a date that cannot be"),
    ],
)
def test_odd_record_is_refused_in_words(
    tmp_path: Path, changed: dict[str, Any], words: str
) -> None:
    with pytest.raises(NotAccepted, match=words):
        accept(upload(tmp_path, archive(changed)), tmp_path / "copy", bounds=SMALL)


@pytest.mark.parametrize("error", [CannotCapture("It cannot be packed."), LookupError("oh")])
def test_what_fails_late_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_args: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr("rotativa.evidence.capture.upload.finish", fail)

    with pytest.raises(NotAccepted, match=r"It cannot be packed|The log of the site says why"):
        accept(upload(tmp_path, files()), tmp_path / "copies" / "one")

    assert list((tmp_path / "copies").iterdir()) == []


def test_our_own_copy_is_taken_back(tmp_path: Path) -> None:
    accept(upload(tmp_path, files()), tmp_path / "first")

    taken = accept(tmp_path / "first" / "capture.wacz", tmp_path / "second")

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
            "no copy of this source",
            id="another page",
        ),
        pytest.param(archive({"url": "https://other.test/"}), "is not in it", id="no answer"),
        pytest.param(
            files() | {"pages/pages.jsonl": b"{}"}, "does not say which page", id="no page"
        ),
        pytest.param(files() | {"pages/pages.jsonl": b"{"}, "no WACZ", id="broken pages"),
        pytest.param(
            files() | {"datapackage-digest.json": b'{"hash":"sha256:0"}'},
            "was changed after",
            id="another list",
        ),
    ],
)
def test_hostile_file_is_refused_and_leaves_nothing(
    tmp_path: Path, parts: dict[str, bytes], words: str | None
) -> None:
    path = upload(tmp_path, parts, how=zipfile.ZIP_DEFLATED)
    if words is None:
        assert accept(path, tmp_path / "copies" / "one", bounds=SMALL).url == PAGE
        return

    with pytest.raises(CannotCapture, match=words):
        accept(path, tmp_path / "copies" / "one", bounds=SMALL)

    assert list((tmp_path / "copies").iterdir()) == []


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        (b"{}", "no WACZ"),
        (b"", "no WACZ"),
        (b'{"resources": []}', "does not name all"),
        (b'{"resources": [{"path": "../x", "hash": "sha256:0"}]}', "does not name all"),
        (listing("archive/data.warc.gz"), "does not name all"),
        (b" " * 3_000_000, "too large|holds more"),
    ],
)
def test_file_whose_manifest_does_not_hold_is_refused(
    tmp_path: Path, manifest: bytes, words: str
) -> None:
    with pytest.raises(CannotCapture, match=words):
        accept(upload(tmp_path, files(), manifest=manifest), tmp_path / "copy")


def test_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    parts = files()
    path = upload(tmp_path, parts)
    whole = path.read_bytes()
    place = whole.index(parts["archive/data.warc.gz"]) + 100
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])

    with pytest.raises(CannotCapture, match=r"no WACZ|was changed"):
        accept(path, tmp_path / "copy")


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06", b"<html>", b"\x1f\x8b" * 50])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "upload.wacz"
    path.write_bytes(content)

    with pytest.raises(CannotCapture):
        accept(path, tmp_path / "copy")


def test_link_and_encrypted_part_are_refused(tmp_path: Path) -> None:
    for attributes, flags, words in ((0o120777 << 16, 0, "a name"), (0, 1, "encrypted")):
        path = upload(tmp_path, files())
        with zipfile.ZipFile(path, "a") as archive:
            link = zipfile.ZipInfo("link")
            link.external_attr = attributes
            archive.writestr(link, "/etc/passwd")
            archive.getinfo("link").flag_bits |= flags
        with pytest.raises(CannotCapture, match=words):
            accept(path, tmp_path / "copy", bounds=replace(SMALL))
