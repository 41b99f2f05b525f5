"""All requests but the plainest: printed pages asked for in other ways, our own files, and Django.

The ASGI application behind `FrontProtocol`. Printed pages and files are answered without Django,
and go on being answered while it is down.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from rotativa.lib.backend import Backend, BackendIsDown
from rotativa.lib.origins import names
from rotativa.lib.room import NoRoom, TooLong
from rotativa.press.front import state
from rotativa.press.front.files import HandedFiles, HashedFiles, Pictures
from rotativa.press.front.requests import host_name
from rotativa.press.front.shelf import FRESHNESS, Plate, wished_codings

TRACKING = {"fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "yclid", "ref_src"}
TRACKING_PREFIXES = ("utm_", "pk_", "mtm_")
MOST_WISHES = 5
"""Languages that a reader's browser names: each is looked up on the disk."""
NOTHING = {
    "retry-after": "30",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
}
"""Of an answer that an archived page may frame, and must gain nothing by."""


@dataclass(frozen=True, slots=True)
class Excuse:
    """Why Django was not asked, or did not answer."""

    page: str
    """Printed ahead in each language."""
    words: str
    """Where that is not printed."""
    status: int = 503
    retry_after: int | None = None
    """Seconds."""


RESTING = Excuse("-/unavailable/", "The paper is being repaired.\n", retry_after=30)
CROWDED = Excuse(
    "-/crowded/", "Too many forms are being sent. Send it again in a minute.\n", retry_after=60
)
TOO_LARGE = Excuse("-/too-large/", "This is larger than anything that is taken in.\n", status=413)


class Front:
    def __init__(self) -> None:
        files = HandedFiles(Path(os.environ[state.MEDIA]))
        self.backend = Backend(state.lines(), state.room(), instead=files)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope)
        plate = printed(request)
        if plate is not None:
            await response_of(plate, request)(scope, receive, send)
            return
        try:
            await self.backend(scope, receive, send)
        except BackendIsDown:
            excuse = RESTING
        except TooLong:
            excuse = TOO_LARGE
        except NoRoom:
            excuse = CROWDED
        else:
            return
        await excused(request, excuse)(scope, receive, send)


def printed(request: Request) -> Plate | None:
    if request.method not in {"GET", "HEAD"} or not is_only_tracking(request.url.query):
        return None
    return state.shelf().get(request.scope["path"])


def is_only_tracking(query: str) -> bool:
    """Whether a query says only how the reader came here, which changes nothing on the page."""
    return all(
        name in TRACKING or name.startswith(TRACKING_PREFIXES)
        for name, _ in parse_qsl(query, keep_blank_values=True)
    )


def response_of(plate: Plate, request: Request, *, status: int | None = None) -> Response:
    sheet = plate.sheet
    codings = wished_codings(request.headers.get("accept-encoding", ""))
    coding = next((each for each in codings if each in sheet.bodies), "")
    etag = sheet.etag(coding)
    headers = {"cache-control": FRESHNESS, **sheet.headers, "vary": "accept-encoding"}
    if status is not None:
        return Response(sheet.bodies[""], status, headers)
    headers["etag"] = etag
    known = [each.strip().removeprefix("W/") for each in
             request.headers.get("if-none-match", "").split(",")]  # fmt: skip
    if etag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    if coding:
        headers["content-encoding"] = coding
    return Response(sheet.bodies[coding], sheet.status, headers)


def excused(request: Request, excuse: Excuse) -> Response:
    """A printed page that says so, in the language of the address, else in one that the reader knows."""
    pages = (state.shelf().get(f"/{code}/{excuse.page}") for code in languages_of(request))
    plate = next((page for page in pages if page is not None), None)
    if plate is None:
        response = Response(excuse.words, excuse.status, media_type="text/plain")
    else:
        response = response_of(plate, request, status=excuse.status)
    if excuse.retry_after is not None:
        response.headers["retry-after"] = str(excuse.retry_after)
    response.headers["cache-control"] = "no-store"
    return response


def languages_of(request: Request) -> Iterator[str]:
    yield request.url.path.split("/")[1]
    wishes = request.headers.get("accept-language", "").lower().split(",")
    for wish in wishes[:MOST_WISHES]:
        tag = wish.partition(";")[0].strip()
        yield from (tag, tag.partition("-")[0])


class Hosts:
    """The paper, and beside it the host of the copies, which has nothing of the paper."""

    def __init__(self, paper: ASGIApp, *, copies: str) -> None:
        self.paper = paper
        self.copies = copies
        self.backend = Backend(state.lines(), state.room())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self.is_of_copies(scope):
            await self.paper(scope, receive, send)
            return
        try:
            await self.backend(scope, receive, send)
        except (BackendIsDown, NoRoom):
            resting = Response("Copies cannot be shown now.\n", 503, NOTHING, "text/plain")
            await resting(scope, receive, send)

    def is_of_copies(self, scope: Scope) -> bool:
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        return any(names(self.copies, host_name(host)) for host in hosts)


def application() -> ASGIApp:
    copies = state.host_of_copies()
    return Hosts(paper(), copies=copies) if copies else paper()


def paper() -> Starlette:
    static, media = Path(os.environ[state.STATIC]), Path(os.environ[state.MEDIA])
    front = Front()
    return Starlette(
        routes=[
            Mount("/static", HashedFiles(directory=static, check_dir=False)),
            Mount("/media/images", Pictures(media / "images", otherwise=front)),
            Mount("/", front),
        ]
    )
