"""The index of a WARC file (CDXJ): where the record of each address begins, and its hash."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import IO, Any
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator

from rotativa.evidence.capture.warc import NAME

INDEXED = {"response", "resource", "revisit"}
PORTS = {"http": 80, "https": 443}
NUMBER = re.compile(r"[\d.]+")


@dataclass(frozen=True)
class Entry:
    key: str
    moment: str
    url: str
    media_type: str
    status: str
    digest: str
    record_digest: str
    offset: int
    length: int

    @property
    def line(self) -> str:
        told = {
            "url": self.url,
            "mime": self.media_type,
            "status": self.status,
            "digest": self.digest,
            "length": str(self.length),
            "offset": str(self.offset),
            "recordDigest": self.record_digest,
            "filename": NAME,
        }
        return f"{self.key} {self.moment} {json.dumps(told)}\n"


def entries(warc: IO[bytes]) -> Iterator[Entry]:
    """In the order of the file."""
    found = ArchiveIterator(warc)
    for record in found:
        if record.rec_type not in INDEXED:
            continue
        about, http = record.rec_headers, record.http_headers
        url = str(about.get_header("WARC-Target-URI"))
        kind = http.get_header("Content-Type") if http else about.get_header("Content-Type")
        status = str(http.get_statuscode()) if http else "200"
        moment = re.sub(r"\D", "", str(about.get_header("WARC-Date")))[:14]
        digest = str(about.get_header("WARC-Payload-Digest") or "")
        offset = int(found.get_record_offset())
        found.read_to_end(record)
        length = int(found.get_record_length())
        yield Entry(
            key=key_of(url),
            moment=moment,
            url=url,
            media_type=(kind or "unk").partition(";")[0].strip() or "unk",
            status=status,
            digest=digest,
            record_digest=_digest(warc, offset, length),
            offset=offset,
            length=length,
        )


def index_of(warc: IO[bytes]) -> bytes:
    """The lines of the index, in the order of their bytes."""
    return b"".join(sorted(entry.line.encode() for entry in entries(warc)))


def read_line(line: str) -> dict[str, Any]:
    return dict(json.loads(line.split(" ", 2)[2]))


def key_of(url: str) -> str:
    """What sorts addresses of one site together: `com,paper)/news?a=1`."""
    if not url.startswith(("http://", "https://")):
        return url.replace(" ", "%20")
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not NUMBER.fullmatch(host):
        host = ",".join(reversed(host.removeprefix("www.").split(".")))
    try:
        port = parts.port
    except ValueError:
        port = None
    shown = f":{port}" if port and port != PORTS[parts.scheme] else ""
    query = "&".join(sorted(parts.query.lower().split("&")))
    key = f"{host}{shown}){(parts.path or '/').lower()}{f'?{query}' if query else ''}"
    return key.replace(" ", "%20")


def _digest(warc: IO[bytes], offset: int, length: int) -> str:
    """Read past the iterator, and leave the file where it was."""
    here = warc.tell()
    warc.seek(offset)
    digest = sha256(warc.read(length)).hexdigest()
    warc.seek(here)
    return f"sha256:{digest}"
