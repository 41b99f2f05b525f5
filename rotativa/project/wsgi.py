"""Entrances for WSGI servers."""

import os
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from django.core.wsgi import get_wsgi_application

from rotativa.lib.backend import SMALL_BODY
from rotativa.media import sending

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rotativa.project.settings")
application = get_wsgi_application()


def behind_front(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Behind the front of `rotativa serve`, and reached by nobody else: as if asked directly.

    The front has put the address that it was asked from at the end of `X-Forwarded-For`.
    """
    *before, visitor = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
    environ["REMOTE_ADDR"] = visitor.strip()
    environ["HTTP_X_FORWARDED_FOR"] = ",".join(before)
    environ[sending.FRONT_SENDS] = True
    if environ.get("CONTENT_LENGTH", "").isdigit() and int(environ["CONTENT_LENGTH"]) <= SMALL_BODY:
        environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read())  # the front has it whole
    return application(environ, without_length_of_others(start_response))


def without_length_of_others(start_response: Callable[..., Any]) -> Callable[..., Any]:
    """An answer that only names a file has no body; the length told is that of the file."""

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        if any(name.lower() == sending.HEADER.lower() for name, _ in headers):
            headers = [each for each in headers if each[0].lower() != "content-length"]
        return start_response(status, headers, *rest)

    return start
