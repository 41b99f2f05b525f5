"""What is done to each answer: its Content-Security-Policy is told, and its text is packed."""

import re
from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware

from rotativa.evidence.replay.player import replay_origin
from rotativa.pages.oembed.players import PLAYER_HOSTS

DESK_PREFIXES = ("/desk/", "/documents/")

PACKED_TYPES = (
    "text/", "application/json", "application/xml",
    "application/rss+xml", "application/atom+xml", "image/svg+xml",
)  # fmt: skip

# Strict for readers, Wagtail's needs for the desk.
READER_POLICY: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "frame-src": " ".join(PLAYER_HOSTS),  # a player stands there once the reader has asked for it
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'self'",
}
# The page of a source shows our copy of it in a frame; the copy has a policy of its own. Where copies
# are replayed, both views of one are at a host of their own: no frame can then be led to the site.
SOURCE_PAGE = re.compile(r"/[a-z]{2,3}(-[a-z0-9]+)*/sources/\d+/")
# The page of a mail in the demo's mailbox shows its HTML likewise.
LETTER_PAGE = re.compile(r"/[a-z]{2,3}(-[a-z0-9]+)*/-/mailbox/[\w-]+/")
# Wagtail's admin places styles on elements and data: pictures in its sheets; scripts are files.
DESK_POLICY: Mapping[str, str] = {
    **READER_POLICY,
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "frame-src": f"'self' {READER_POLICY['frame-src']}",
}


def as_header(policy: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def content_security_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    reader, desk = as_header(READER_POLICY), as_header(DESK_POLICY)

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        policy = desk if request.path.startswith(DESK_PREFIXES) else reader
        if SOURCE_PAGE.fullmatch(request.path):
            policy = as_header({**READER_POLICY, "frame-src": replay_origin() or "'self'"})
        if LETTER_PAGE.fullmatch(request.path):
            policy = as_header({**READER_POLICY, "frame-src": "'self'"})
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return middleware


def pack_text(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Gzip for pages and whatever else is text; pictures and documents are packed already.

    Django adds a few random bytes, so that the size of a page does not betray the token in its forms.
    """
    gzip = GZipMiddleware(get_response)

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        has_parts = "Accept-Ranges" in response.headers  # which are counted in the file as it is
        if not has_parts and response.headers.get("Content-Type", "").startswith(PACKED_TYPES):
            gzip.process_response(request, response)
        return response

    return middleware
