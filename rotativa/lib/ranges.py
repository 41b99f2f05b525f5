"""Files of which a part may be asked for: downloads that broke off, players that look into a file."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import StreamingHttpResponse
from django.utils.http import quote_etag

ASKED = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
STEP = 2**16


def ranged(request: HttpRequest, path: Path, *, etag: str, content_type: str) -> HttpResponseBase:
    """The file, or the one part of it that is asked for; several parts at once are not given."""
    size = path.stat().st_size
    part = part_asked(request, size=size, etag=etag)
    response: HttpResponseBase
    if part is not None and not part:
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        given = part or range(size)
        response = StreamingHttpResponse(pieces(path, given), content_type=content_type)
        response.headers["Content-Length"] = str(len(given))
    if part:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = quote_etag(etag)
    return response


def part_asked(request: HttpRequest, *, size: int, etag: str) -> range | None:
    """None for the whole file; an empty one for what is not there."""
    found = ASKED.fullmatch(request.headers.get("Range", "").strip())
    if found is None or found[1] == found[2] == "":
        return None
    if request.headers.get("If-Range", quote_etag(etag)) != quote_etag(etag):
        return None
    if not found[1]:
        return range(max(0, size - int(found[2])), size)
    stop = min(size, int(found[2]) + 1) if found[2] else size
    return range(int(found[1]), stop)


def pieces(path: Path, part: range) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(part.start)
        left = len(part)
        while left and (piece := file.read(min(STEP, left))):
            left -= len(piece)
            yield piece
