"""Files that readers are given as they are: style sheets, pictures, and what Django hands over.

Starlette's answers for files know ranges, ETags and moments; none of them waits for Django.
"""

import mimetypes
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from rotativa.press.front.shelf import wished_codings

SIBLINGS = {"br": ".br", "gzip": ".gz"}
A_YEAR = "public, max-age=31536000, immutable"
# As the view of pictures has it: opened by itself, one must not run what an SVG may hold.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
SENDFILE = b"x-sendfile"
OF_ITS_BODY = {SENDFILE, b"content-length", b"content-encoding", b"transfer-encoding"}
NO_ETAG = (b"etag", b'""')
"""Of a document whose digest Wagtail does not know."""

# Known to every Python or machine but these.
mimetypes.add_type("image/webp", ".webp")
mimetypes.add_type("font/woff2", ".woff2")


class HashedFiles(StaticFiles):
    """Style sheets, scripts and fonts, whose names change with their content, packed where they can be."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        accepted = Headers(scope=scope).get("accept-encoding", "")
        for coding in wished_codings(accepted):
            packed = path + SIBLINGS.get(coding, "")
            if packed != path and self.lookup_path(packed)[1] is not None:
                response = await super().get_response(packed, scope)
                response.headers["content-type"] = media_type(path)
                response.headers["content-encoding"] = coding
                break
        else:
            response = await super().get_response(path, scope)
        response.headers["cache-control"] = A_YEAR
        response.headers["vary"] = "accept-encoding"
        response.headers["x-content-type-options"] = "nosniff"
        return response


def media_type(path: str) -> str:
    """As Starlette has it for the file that is not packed."""
    found = guess_type(path)[0] or "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith("text/") else found


class Pictures(StaticFiles):
    """What was made of pictures for readers; their names change with their content, too."""

    def __init__(self, folder: Path, *, otherwise: ASGIApp) -> None:
        super().__init__(directory=folder, check_dir=False)
        self.otherwise = otherwise
        """Answers what is not there."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await self.get_response(self.get_path(scope), scope)
        except HTTPException:
            await self.otherwise(scope, receive, send)
            return
        response.headers["cache-control"] = A_YEAR
        response.headers["content-security-policy"] = PICTURE_POLICY
        response.headers["x-content-type-options"] = "nosniff"
        await response(scope, receive, send)


class HandedFiles:
    """Files that only Django may give out: it looks who asks, and names the file instead of sending it."""

    def __init__(self, folder: Path) -> None:
        self.folder = StaticFiles(directory=folder, check_dir=False)

    def __call__(self, status: int, headers: list[tuple[bytes, bytes]]) -> Response | None:
        """The answer that Django's stands for, if it names a file below our folder."""
        name = next((value for key, value in headers if key == SENDFILE), None)
        if name is None:
            return None
        path, found = self.folder.lookup_path(unquote(name.decode("latin-1")))
        if found is None:
            return PlainTextResponse("The file is missing.\n", 404)
        response = FileResponse(path, status, stat_result=found)
        kept = [each for each in headers if each[0] not in OF_ITS_BODY and each != NO_ETAG]
        names = {key for key, _ in kept}
        response.raw_headers[:] = kept + [
            each for each in response.raw_headers if each[0] not in names
        ]
        return response
