"""Who stands before the site and keeps its pages: told by a key which of them are printed anew.

A page carries one key, made of its path, in the header that the CDN reads; a purge names the keys of
pages that have just been put. The keys that a page is made of are not told: a purge by those would come
before their pages are printed, and the CDN would fetch the old ones.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Protocol

KEPT = "public, max-age=0, s-maxage=3600, must-revalidate"
"""A reader's browser asks each time; the CDN keeps a page until it is purged, or an hour if that failed."""


class PurgeFailed(Exception):
    """The message says why; `after` is how many seconds the CDN wants to be left alone."""

    def __init__(self, message: str, *, after: float = 0) -> None:
        super().__init__(message)
        self.after = after


class Cdn(Protocol):
    header: str
    """Where it looks for a page's key."""
    most: int
    """Pages in one purge."""

    def purge(self, paths: Sequence[str]) -> None:
        """Have the CDN fetch these anew. Raises `PurgeFailed`."""


def key_of(path: str) -> str:
    """Short, and the same whatever the script of the path; no capitals, which Cloudflare ignores."""
    return "p" + hashlib.sha256(path.encode(errors="surrogatepass")).hexdigest()[:12]


def headers_for(cdn: Cdn | None, path: str) -> Mapping[str, str]:
    """What a page carries for the CDN; a page's own `Cache-Control` wins."""
    return {} if cdn is None else {cdn.header: key_of(path), "cache-control": KEPT}
