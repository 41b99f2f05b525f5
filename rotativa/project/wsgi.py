"""Entrances for WSGI servers."""

import os
from collections.abc import Callable, Iterable
from io import BufferedReader, BytesIO, RawIOBase
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.wsgi import get_wsgi_application

from rotativa.lib.room import SMALL_BODY
from rotativa.media import sending

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rotativa.project.settings")
application = get_wsgi_application()


class BodyBrokeOff(SuspiciousOperation):
    """Django answers it 400, wherever the form is read."""


def behind_front(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Behind the front of `rotativa serve`, and reached by nobody else: as if asked directly.

    The front has put the address that it was asked from at the end of `X-Forwarded-For`.
    """
    *before, visitor = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
    environ["REMOTE_ADDR"] = visitor.strip()
    environ["HTTP_X_FORWARDED_FOR"] = ",".join(before)
    environ[sending.FRONT_SENDS] = True
    if environ.get("CONTENT_LENGTH", "").isdigit():  # of a body without it Django reads nothing
        body = BufferedReader(Body(environ["wsgi.input"], length=int(environ["CONTENT_LENGTH"])))
        is_small = int(environ["CONTENT_LENGTH"]) <= SMALL_BODY
        try:
            environ["wsgi.input"] = BytesIO(body.read()) if is_small else body
        except BodyBrokeOff:
            start_response("400 Bad Request", [("Content-Length", "0")])
            return []
    return application(environ, without_length_of_others(start_response))


class Body(RawIOBase):
    """Granian hands over a body that broke off as if it had ended there, and Django counts nothing."""

    def __init__(self, source: Any, *, length: int) -> None:
        self.source, self.left = source, length

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self.source.read(min(len(buffer), self.left))
        if self.left and not part:
            raise BodyBrokeOff(f"{self.left} bytes of the request did not come.")
        buffer[: len(part)] = part
        self.left -= len(part)
        return len(part)


def without_length_of_others(start_response: Callable[..., Any]) -> Callable[..., Any]:
    """An answer that only names a file has no body; the length told is that of the file."""

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        if any(name.lower() == sending.HEADER.lower() for name, _ in headers):
            headers = [each for each in headers if each[0].lower() != "content-length"]
        return start_response(status, headers, *rest)

    return start
