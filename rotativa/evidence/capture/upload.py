"""A copy that a person has made: checked, freed of cookies, and packed anew as one of ours."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _
from lxml import html
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders

from rotativa.evidence.capture.bounds import BOUNDS, Bounds
from rotativa.evidence.capture.browser.visit import Seen
from rotativa.evidence.capture.finishing import Visited, finish
from rotativa.evidence.capture.folder import whole_folder
from rotativa.evidence.capture.gathering import Begun, Gathered
from rotativa.evidence.capture.kept import (
    Headers,
    Kept,
    unpacked_headers,
    with_length,
    without_secrets,
)
from rotativa.evidence.capture.plain import read_html
from rotativa.evidence.capture.record import Taken
from rotativa.evidence.capture.wacz.foreign import (
    LARGEST_PAGES,
    Foreign,
    NotAccepted,
    foreign_wacz,
)

STEP = 2**16


@dataclass(frozen=True)
class Told:
    """What the file says of its page."""

    url: str
    title: str
    text: str


def accept_upload(path: Path, folder: Path, *, bounds: Bounds = BOUNDS) -> Taken:
    """Put a copy into `folder`, which must not exist yet. Raises `NotAccepted`."""
    begins = time.monotonic()
    with path.open("rb") as file:
        original = file_digest(file, "sha256").hexdigest()
    with whole_folder(folder) as begun_folder:
        begun = Begun(begun_folder)
        with foreign_wacz(path, bounds=bounds) as foreign, begun.warc.open("wb") as out:
            manifest = foreign.check_hashes()
            told = _told(foreign, str(manifest.get("mainPageUrl") or ""))
            gathered, answers = _gathered(foreign, out, bounds, page=told.url, original=original)
        if not answers:
            raise NotAccepted(_("The page that the file is about is not in it."))
        document = next((kept for kept in answers if kept.status == 200), answers[0])
        visited = Visited(
            url=told.url,
            how="by-hand",
            agent="",
            document=document,
            seen=Seen(title=told.title, text=told.text, dom=_dom(document)),
            gathered=gathered,
            addresses={},
            refused=(),
            original=original,
        )
        gathered.at = min(document.at, datetime.now(UTC))
        return finish(begun, visited, seconds=time.monotonic() - begins)


def _told(foreign: Foreign, main: str) -> Told:
    """The page that the file is about: the one that its manifest names, else the first."""
    lines = foreign.read("pages/pages.jsonl", at_most=LARGEST_PAGES).splitlines()
    pages = [each for each in map(json.loads, lines[: BOUNDS.parts]) if "url" in each]
    page = next((each for each in pages if each["url"] == main), next(iter(pages), None))
    if page is None:
        raise NotAccepted(_("The file does not say which page it is about."))
    return Told(
        url=str(page["url"]).partition("#")[0],
        title=" ".join(str(page.get("title") or "").split())[:1000],
        text=str(page.get("text") or "")[: BOUNDS.text_signs],
    )


def _gathered(
    foreign: Foreign, out: IO[bytes], bounds: Bounds, *, page: str, original: str
) -> tuple[Gathered, list[Kept]]:
    """And the answers that the page itself was given."""
    gathered = Gathered(
        out,
        about={"description": f"packed anew from an upload with the SHA-256 {original}"},
        bounds=bounds,
        address_of=lambda _host: "",
    )
    answers = []
    for kept in exchanges(foreign, bounds):
        gathered.keep(kept)
        if kept.url == page:
            answers.append(kept)
    return gathered, answers


@dataclass(frozen=True)
class Asked:
    method: str
    headers: Headers
    body: bytes


def exchanges(foreign: Foreign, bounds: Bounds) -> Iterator[Kept]:
    """All answers in its archives, with the requests that belong to them."""
    requests = {
        about.get_header("WARC-Concurrent-To"): Asked(
            str(record.http_headers.protocol), without_secrets(record.http_headers.headers), body
        )
        for record, about, body in _of_type("request", foreign, bounds)
    }
    for record, about, body in _of_type("response", foreign, bounds):
        kept = _kept(record, body)
        asked = requests.get(about.get_header("WARC-Record-ID"))
        if kept.url.startswith(("http://", "https://")):
            yield kept if asked is None else _with_request(kept, asked)


def _with_request(kept: Kept, asked: Asked) -> Kept:
    return replace(kept, method=asked.method[:20], asked=asked.headers, sent=asked.body)


def _of_type(
    kind: str, foreign: Foreign, bounds: Bounds
) -> Iterator[tuple[ArcWarcRecord, StatusAndHeaders, bytes]]:
    left, count = bounds.all_bytes, 0
    for name in foreign.warcs:
        with foreign.open(name) as warc:
            for record in _records(warc):
                count += 1
                if count > 4 * bounds.exchanges:
                    raise NotAccepted(_("The file holds more than a copy may."))
                if record.rec_type == kind and record.http_headers:
                    body = _body(record, at_most=left)
                    left -= len(body)
                    yield record, record.rec_headers, body


def _records(warc: IO[bytes]) -> Iterator[ArcWarcRecord]:
    try:
        yield from ArchiveIterator(warc)
    except ArchiveLoadFailed as error:
        raise NotAccepted(_("The archive in the file cannot be read.")) from error


def _body(record: ArcWarcRecord, *, at_most: int) -> bytes:
    """Unpacked step by step: a small record may hold a huge one."""
    body = bytearray()
    stream = record.content_stream()
    while piece := stream.read(STEP):
        body += piece
        if len(body) > at_most:
            raise NotAccepted(_("The file holds more than a copy may."))
    return bytes(body)


def _kept(record: ArcWarcRecord, body: bytes) -> Kept:
    http, about = record.http_headers, record.rec_headers
    reason = http.statusline.partition(" ")[2]
    return Kept(
        method="GET",
        url=str(about.get_header("WARC-Target-URI")).partition("#")[0],
        status=int(http.get_statuscode()),
        reason=reason[:200],
        headers=with_length(unpacked_headers(without_secrets(http.headers)), len(body)),
        body=body,
        asked=(),
        sent=b"",
        at=datetime.fromisoformat(str(about.get_header("WARC-Date"))).astimezone(UTC),
        address=str(about.get_header("WARC-IP-Address") or "")[:45],
    )


def _dom(document: Kept) -> str:
    """The HTML as the site has sent it, for nobody has rendered it here."""
    if not document.is_html:
        return ""
    tree = read_html(document.body, document.header("content-type"))
    if tree is None:
        return ""
    return str(html.tostring(tree, encoding="unicode", doctype="<!doctype html>"))
