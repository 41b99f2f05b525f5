"""The files of copies as answers that can do nothing to this site, whatever the copied page held."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import IO

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.http import http_date

from rotativa.evidence.capture.flat.page import POLICY
from rotativa.evidence.capture.record import PICTURE, TEXT, VIEW, WACZ
from rotativa.evidence.models import Capture, Stamp
from rotativa.lib.ranges import ranged

TYPES = {
    VIEW: "text/html; charset=utf-8",
    PICTURE: "image/webp",
    TEXT: "text/plain; charset=utf-8",
    WACZ: "application/wacz+zip",
}


HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}
"""Of every file of a copy, whoever serves it."""


MINUTES = "public, max-age=300"
"""Not longer: what is withdrawn must be gone soon."""
OF_STAMPS = {"tsr": "application/timestamp-reply", "pem": "application/x-pem-file"}
"""The token as it came, and the root that vouches for it."""


@dataclass(frozen=True)
class ServedFile:
    """As readers get it."""

    path: str
    media_type: str
    open: Callable[[], IO[bytes]]
    saved_as: str = ""
    """What it is called where somebody has downloaded it; empty for what is looked at."""


def served_files(capture: Capture, *, stamps: Iterable[Stamp]) -> Iterator[ServedFile]:
    """All that readers get of a copy: of one that is hidden from them its stamps alone."""
    for name, media_type in TYPES.items():
        if capture.is_shown and capture.has(name):
            yield ServedFile(
                path=reverse("copy_part", args=[capture.folder, name]),
                media_type=media_type,
                open=partial(_opened, capture.path / name),
                saved_as=capture.wacz_name if name == WACZ else "",
            )
    for stamp in stamps:
        for kind, media_type in OF_STAMPS.items():
            yield ServedFile(
                path=reverse("stamp", args=[capture.folder, stamp.pk, kind]),
                media_type=media_type,
                open=partial(BytesIO, stamp.content(kind)),
                saved_as=stamp.file_name(kind),
            )


def _opened(path: Path) -> IO[bytes]:
    return path.open("rb")


def folder_url(folder: str = "") -> str:
    """Where the files of one copy, or of all, begin."""
    every = reverse("copy_part", args=["x", "x"]).removesuffix("x/x")
    return f"{every}{folder}/" if folder else every


def part_of(capture: Capture, name: str, request: HttpRequest) -> HttpResponseBase:
    """Raises `Http404` for what the copy does not have. Machines are told of what it is a copy (RFC 7089)."""
    path = capture.path / name
    if name not in TYPES or not path.is_file():
        raise Http404(name)
    etag = f"{capture.sha256}-{name}"
    response = ranged(request, path, etag=etag, content_type=TYPES[name])
    if name == WACZ:
        response.headers["Content-Disposition"] = f'attachment; filename="{capture.wacz_name}"'
    if name == VIEW and capture.taken_at:
        response.headers["Memento-Datetime"] = http_date(capture.taken_at.timestamp())
        response.headers["Link"] = f'<{iri_to_uri(capture.source.url)}>; rel="original"'
    return behind_policy(response)


def behind_policy(response: HttpResponseBase) -> HttpResponseBase:
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
