"""Exchanges become records of a WARC file."""

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import IO
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from rotativa import __version__
from rotativa.evidence.capture.kept import Kept

SOFTWARE = f"Rotativa {__version__}"
NAME = "data.warc.gz"


class _Writer(WARCWriter):
    @staticmethod
    def _create_digester() -> Digester:
        return Digester("sha256")


class Warc:
    """Writes to `out`; an exchange that was written already is not written again."""

    def __init__(self, out: IO[bytes], *, about: Mapping[str, str]) -> None:
        self._writer = _Writer(out, gzip=True, warc_version="1.1")
        self._seen: set[tuple[str, str, int, bytes]] = set()
        self.count = 0
        told = {"software": SOFTWARE, "format": "WARC File Format 1.1", **about}
        self._writer.write_record(self._writer.create_warcinfo_record(NAME, told))

    def continue_in(self, out: IO[bytes]) -> None:
        self._writer.out = out

    def add(self, kept: Kept) -> None:
        key = (kept.method, kept.url, kept.status, sha256(kept.body).digest())
        if key in self._seen:
            return
        self._seen.add(key)
        self.count += 1
        about = {"WARC-Date": warc_date(kept.at)}
        if kept.address:
            about["WARC-IP-Address"] = kept.address
        answer = self._writer.create_warc_record(
            kept.url,
            "response",
            payload=io.BytesIO(kept.body),
            length=len(kept.body),
            warc_headers_dict=about | ({"WARC-Truncated": kept.cut} if kept.cut else {}),
            http_headers=StatusAndHeaders(
                f"{kept.status} {kept.reason}".strip(), list(kept.headers), protocol="HTTP/1.1"
            ),
        )
        if not kept.asked:
            self._writer.write_record(answer)  # nobody knows how it was asked for
            return
        request = self._writer.create_warc_record(
            kept.url,
            "request",
            payload=io.BytesIO(kept.sent),
            length=len(kept.sent),
            warc_headers_dict=about,
            http_headers=StatusAndHeaders(
                f"{kept.method} {target(kept.url)} HTTP/1.1",
                list(_with_host(kept).asked),
                is_http_request=True,
            ),
        )
        self._writer.write_request_response_pair(request, answer)

    def add_resource(self, uri: str, media_type: str, content: bytes, *, at: datetime) -> None:
        """What we have made of the page ourselves."""
        record = self._writer.create_warc_record(
            uri,
            "resource",
            payload=io.BytesIO(content),
            length=len(content),
            warc_content_type=media_type,
            warc_headers_dict={"WARC-Date": warc_date(at)},
        )
        self._writer.write_record(record)


def target(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"


def warc_date(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _with_host(kept: Kept) -> Kept:
    rest = tuple(each for each in kept.asked if each[0].lower() != "host")
    return replace(kept, asked=(("Host", urlsplit(kept.url).netloc), *rest))
