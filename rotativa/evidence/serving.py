"""The files of copies as answers that can do nothing to this site, whatever the copied page held."""

from django.http import Http404, HttpRequest, HttpResponseBase

from rotativa.evidence.capture.flat.page import POLICY
from rotativa.evidence.capture.record import PICTURE, TEXT, VIEW, WACZ
from rotativa.evidence.models import Capture
from rotativa.lib.ranges import ranged

TYPES = {
    VIEW: "text/html; charset=utf-8",
    PICTURE: "image/webp",
    TEXT: "text/plain; charset=utf-8",
    WACZ: "application/wacz+zip",
}


def part_of(capture: Capture, name: str, request: HttpRequest) -> HttpResponseBase:
    """Raises `Http404` for what the copy does not have."""
    path = capture.path / name
    if name not in TYPES or not path.is_file():
        raise Http404(name)
    etag = f"{capture.sha256}-{name}"
    response = ranged(request, path, etag=etag, content_type=TYPES[name])
    if name == WACZ:
        response.headers["Content-Disposition"] = f'attachment; filename="{capture.wacz_name}"'
    return behind_policy(response)


def behind_policy(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
