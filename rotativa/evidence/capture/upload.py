"""A copy that a person has made: checked, freed of cookies, and packed anew as one of ours."""

import json
import logging
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import IO

from django.utils.translation import gettext_noop as _
from warcio.recordloader import ArcWarcRecord

from rotativa.evidence.addresses import is_same_page
from rotativa.evidence.capture.bounds import BOUNDS, Bounds
from rotativa.evidence.capture.browser.visit import Seen
from rotativa.evidence.capture.errors import CannotCapture
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
from rotativa.evidence.capture.reader import Reader
from rotativa.evidence.capture.record import Taken
from rotativa.evidence.capture.wacz.foreign import (
    LARGEST_PAGES,
    PAGES,
    Foreign,
    NotAccepted,
    foreign_wacz,
)
from rotativa.evidence.capture.wacz.records import body_of, records

HARMLESS = re.compile(r"accept(-[a-z-]+)?|user-agent|referer", re.IGNORECASE)
"""Headers that are kept of the requests of a person's browser."""
SENT = re.compile(r"[?&]__wb_(method|post_data)=")
"""By this, ArchiveWeb.page makes addresses of what was sent."""
OF_REQUEST = ("WARC-Concurrent-To", "WARC-Record-ID")
OF_RESPONSE = ("WARC-Record-ID", "WARC-Concurrent-To")
"""Either may name the other."""
FIRST = datetime(1991, 1, 1, tzinfo=UTC)
"""Before this there were no pages."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Told:
    """What the file says of its page."""

    url: str
    title: str
    text: str


def accept_upload(path: Path, folder: Path, *, of: str, bounds: Bounds = BOUNDS) -> Taken:
    """Put a copy of the page `of` into `folder`, which must not exist yet.

    Raises `NotAccepted`, and nothing else.
    """
    try:
        return _accepted(path, folder, of, bounds)
    except NotAccepted:
        raise
    except CannotCapture as error:
        raise NotAccepted.of(error) from error
    except Exception as error:
        logger.exception("An uploaded file could not be taken in")
        raise NotAccepted(
            _("No copy could be made of this file. The log of the site says why.")
        ) from error


def _accepted(path: Path, folder: Path, of: str, bounds: Bounds) -> Taken:
    begins = time.monotonic()
    with path.open("rb") as file:
        original = file_digest(file, "sha256").hexdigest()
    with whole_folder(folder, free_bytes=bounds.free_bytes) as begun_folder:
        begun = Begun(begun_folder)
        with foreign_wacz(path, bounds=bounds) as foreign, begun.warc.open("wb") as out:
            manifest = foreign.check_hashes()
            told = _told(foreign, str(manifest.get("mainPageUrl") or ""), of=of)
            gathered, answers = _gathered(foreign, out, bounds, page=told.url, original=original)
        if not answers:
            raise NotAccepted(_("The page that the file is about is not in it."))
        document = next((kept for kept in answers if kept.status == 200), answers[0])
        gathered.at = min(document.at, datetime.now(UTC))
        with Reader(bounds, is_kept=False) as reader:
            seen, fault = _seen(document, told, reader, bounds)
            if fault:
                gathered.cut[document.url] = fault
            visited = Visited(
                url=told.url,
                how="by-hand",
                agent="",
                document=document,
                seen=seen,
                gathered=gathered,
                addresses={},
                refused=(),
                original=original,
            )
            return finish(begun, visited, reader=reader, seconds=time.monotonic() - begins)


def _told(foreign: Foreign, main: str, *, of: str) -> Told:
    """What it says of the page `of`; where it tells of that more than once, of its main page."""
    lines = foreign.read(PAGES, at_most=LARGEST_PAGES).splitlines()
    pages = [each for each in map(json.loads, lines[: BOUNDS.parts]) if "url" in each]
    if not pages:
        raise NotAccepted(_("The file does not say which page it is about."))
    pages.sort(key=lambda each: each["url"] != main)
    page = next((each for each in pages if is_same_page(str(each["url"]), of)), None)
    if page is None:
        words = _("The file holds no copy of this source, but of %(url)s.")
        raise NotAccepted(words, url=str(pages[0]["url"])[:200])
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

    @classmethod
    def of(cls, record: ArcWarcRecord) -> "Asked":
        """Without what it has sent, and without headers of scripts: passwords and keys are there."""
        told = without_secrets(record.http_headers.headers)
        return cls(
            method=str(record.http_headers.protocol)[:20],
            headers=tuple((name, value) for name, value in told if HARMLESS.fullmatch(name)),
        )


UNKNOWN = Asked(method="GET", headers=())


def exchanges(foreign: Foreign, bounds: Bounds) -> Iterator[Kept]:
    """All answers in its archives that were only asked for, with the requests that belong to them.

    The answer to a form that a person has sent, such as to sign in with, is nobody else's.
    """
    requests: dict[str | None, Asked] = {}
    for record in records(foreign, bounds):
        if record.rec_type == "request" and record.http_headers:
            asked = Asked.of(record)
            requests |= {record.rec_headers.get_header(name): asked for name in OF_REQUEST}
    requests.pop(None, None)
    left = bounds.all_bytes
    for record in records(foreign, bounds):
        if record.rec_type == "response" and record.http_headers:
            body = body_of(record, at_most=left)
            left -= len(body)
            kept = _kept(record, body)
            ids = map(record.rec_headers.get_header, OF_RESPONSE)
            asked = next((requests[each] for each in ids if each in requests), UNKNOWN)
            is_asked_for = asked.method.upper() == "GET" and not SENT.search(kept.url)
            if is_asked_for and kept.url.startswith(("http://", "https://")):
                yield replace(kept, asked=asked.headers)


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
        at=_moment(str(about.get_header("WARC-Date"))),
        address=str(about.get_header("WARC-IP-Address") or "")[:45],
    )


def _moment(said: str) -> datetime:
    odd = NotAccepted(_("The file says a date that cannot be."))
    try:
        at = datetime.fromisoformat(said).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise odd from error
    if at < FIRST:
        raise odd
    return at


def _seen(document: Kept, told: Told, reader: Reader, bounds: Bounds) -> tuple[Seen, str]:
    """The HTML as the site has sent it, for nobody has rendered it here; and why it is not there."""
    seen = Seen(title=told.title, text=told.text)
    if not document.is_html:
        return seen, ""
    content = document.body[: bounds.dom_signs]
    parsed = reader.parse(content, document.header("content-type"), document.url)
    return replace(seen, dom=parsed.dom), parsed.fault
