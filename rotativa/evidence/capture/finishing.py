"""A visit is over: what was gathered becomes the files of a copy."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_noop as _

from rotativa.evidence.capture.browser.visit import Seen
from rotativa.evidence.capture.cleaning import clean, clean_html
from rotativa.evidence.capture.doubts import How, doubts_about
from rotativa.evidence.capture.errors import CannotCapture
from rotativa.evidence.capture.gathering import Begun, Gathered
from rotativa.evidence.capture.kept import Kept
from rotativa.evidence.capture.reader import Reader
from rotativa.evidence.capture.record import (
    PICTURE,
    TEXT,
    VIEW,
    WACZ,
    Taken,
    write_record,
)
from rotativa.evidence.capture.wacz.packing import Page, pack
from rotativa.evidence.capture.wacz.verifying import verify
from rotativa.evidence.capture.words import Words, plain


@dataclass(frozen=True)
class Visited:
    url: str
    how: How
    agent: str
    document: Kept
    seen: Seen
    gathered: Gathered
    addresses: Mapping[str, str]
    refused: tuple[tuple[str, str], ...]
    original: str = ""
    """The SHA-256 of the file that a person has uploaded."""


def finish(begun: Begun, visited: Visited, *, reader: Reader, seconds: float) -> Taken:
    visited = replace(visited, seen=_clean(visited.seen))
    gathered, seen, final = visited.gathered, visited.seen, visited.document.url
    read = reader.read(seen.dom, final, gathered.bodies)
    if read.fault:
        gathered.cut[final] = read.fault
    text = text_of(visited.how, seen.text, read.words.text)
    _add_made(begun, visited, text)
    page = Page(final, gathered.at, seen.title or read.words.title, text)
    address = visited.document.address or visited.addresses.get(urlsplit(final).hostname or "", "")
    pack(
        begun.warc,
        begun.folder / WACZ,
        page=page,
        provenance=provenance(visited, address=address),
    )
    _write(begun.folder, seen, text=text, view=read.view)
    for path in begun.folder.glob("*.part"):
        path.unlink()
    taken = _taken(begun.folder, visited, read.words, page=page, address=address, seconds=seconds)
    write_record(begun.folder, taken)
    return taken


def text_of(how: How, told: str, found: str) -> str:
    """What a browser of ours has seen comes first; what a file of others says comes after its page."""
    return (found or told) if how == "by-hand" else (told or found)


def _clean(seen: Seen) -> Seen:
    return replace(
        seen, title=plain(seen.title, 1000), text=clean(seen.text), dom=clean_html(seen.dom)
    )


def provenance(visited: Visited, *, address: str) -> dict[str, object]:
    """What only the one who made a copy can say of it."""
    return {
        "url": visited.url,
        "final_url": visited.document.url,
        "taken_at": visited.gathered.at.isoformat(),
        "packed_at": datetime.now(UTC).isoformat(),
        "how": visited.how,
        "original_sha256": visited.original,
        "agent": visited.agent,
        "status": visited.document.status,
        "address": address,
        "addresses": dict(visited.addresses),
        "certificates": [base64.b64encode(each).decode() for each in visited.seen.certificates],
        "cut": visited.gathered.cut,
        "refused": [list(each) for each in visited.refused],
    }


def _add_made(begun: Begun, visited: Visited, text: str) -> None:
    """What was seen goes into the archive too, by names of its own."""
    seen, at, final = visited.seen, visited.gathered.at, visited.document.url
    warc = visited.gathered.warc
    with begun.warc.open("ab") as out:
        warc.continue_in(out)
        if seen.picture:
            warc.add_resource(f"urn:view:{final}", "image/webp", seen.picture, at=at)
        if text:
            warc.add_resource(
                f"urn:text:{final}", "text/plain", text.encode(errors="replace"), at=at
            )
        if seen.dom:
            warc.add_resource(
                f"urn:dom:{final}", "text/html", seen.dom.encode(errors="replace"), at=at
            )


def _write(folder: Path, seen: Seen, *, text: str, view: str) -> None:
    if view:
        (folder / VIEW).write_text(view, encoding="utf-8", errors="replace")
    if seen.picture:
        (folder / PICTURE).write_bytes(seen.picture)
    (folder / TEXT).write_text(text, encoding="utf-8", errors="replace")


def _taken(
    folder: Path, visited: Visited, words: Words, *, page: Page, address: str, seconds: float
) -> Taken:
    wacz = folder / WACZ
    verdict = verify(wacz)
    if not verdict.is_whole:
        raise CannotCapture(
            _("The copy could not be packed: %(problem)s."), problem=verdict.problems[0]
        )
    with wacz.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    cut = tuple(visited.gathered.cut.items())
    status = visited.document.status
    return Taken(
        url=visited.url,
        final_url=page.url,
        taken_at=page.at,
        how=visited.how,
        agent=visited.agent,
        status=status,
        title=page.title,
        author=words.author,
        published=words.published,
        site_name=words.site_name,
        language=words.language,
        sha256=digest,
        size=wacz.stat().st_size,
        exchanges=visited.gathered.warc.count,
        address=address,
        certificates=len(visited.seen.certificates),
        doubts=tuple(
            doubts_about(
                url=visited.url,
                final_url=page.url,
                status=status,
                title=page.title,
                text=page.text,
                cut=len(cut),
                how=visited.how,
            )
        ),
        cut=cut,
        refused=visited.refused,
        seconds=round(seconds, 2),
        files=tuple(sorted(path.name for path in folder.iterdir())),
    )
