"""A printed page: one answer to GET, in each coding that it was compressed to. Knows nothing of Django."""

import gzip
import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CODINGS = ("br", "zstd", "gzip")
"""Content codings (RFC 9110, 8.4.1) in the order in which we prefer them; the empty one is none."""
SMALLEST_TO_COMPRESS = 300
BROTLI_QUALITY, ZSTD_LEVEL, GZIP_LEVEL = 5, 12, 9


class Damaged(Exception):
    """What is stored is not what was put there."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a URL answers: status, headers, and the body by coding, `""` being the body as it is."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case; without length, coding and ETag, which differ by coding."""
    bodies: Mapping[str, bytes]
    digest: str
    """SHA-256 of status, headers and body, in hexadecimal: the same sheet has the same digest."""

    @classmethod
    def of(cls, status: int, headers: Mapping[str, str], body: bytes) -> Self:
        headers = {name.lower(): value for name, value in sorted(headers.items())}
        return cls(status, headers, compressed(body), digest_of(status, headers, body))

    @property
    def body(self) -> bytes:
        return self.bodies[""]

    def etag(self, coding: str = "") -> str:
        """Strong, so different for each coding (RFC 9110, 8.8.3)."""
        return f'"{self.digest[:20]}{"-" if coding else ""}{coding}"'

    def head(self, *, path: str) -> str:
        """All but the bodies, as JSON; carries the SHA-256 of each body."""
        return json.dumps(
            {
                "path": path,
                "status": self.status,
                "digest": self.digest,
                "headers": dict(self.headers),
                "bodies": {coding: sha256(body) for coding, body in self.bodies.items()},
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_head(cls, head: str | bytes, bodies: Mapping[str, bytes]) -> Self:
        """Raises `Damaged` when head and bodies do not belong together."""
        try:
            told: dict[str, Any] = json.loads(head)
            sums: dict[str, str] = told["bodies"]
            sheet = cls(told["status"], told["headers"], bodies, told["digest"])
        except (ValueError, KeyError, TypeError) as error:
            raise Damaged(f"The head of a sheet cannot be read: {error}") from error
        if {coding: sha256(body) for coding, body in bodies.items()} != sums:
            raise Damaged("The bodies of a sheet are not those that its head tells of.")
        return sheet


def codings_in(head: bytes) -> list[str]:
    """The codings of the bodies that a head tells of."""
    try:
        return [coding for coding in json.loads(head)["bodies"] if coding in {"", *CODINGS}]
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged(f"The head of a sheet cannot be read: {error}") from error


def compressed(body: bytes) -> dict[str, bytes]:
    """The body in each coding that makes it smaller."""
    if len(body) < SMALLEST_TO_COMPRESS:
        return {"": body}
    found = {
        "br": brotli.compress(body, quality=BROTLI_QUALITY),
        "zstd": zstd.compress(body, ZSTD_LEVEL),
        "gzip": gzip.compress(body, GZIP_LEVEL, mtime=0),
    }
    return {"": body} | {coding: each for coding, each in found.items() if len(each) < len(body)}


def digest_of(status: int, headers: Mapping[str, str], body: bytes) -> str:
    told = json.dumps([status, headers], sort_keys=True).encode()
    return hashlib.sha256(told + b"\0" + body).hexdigest()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
