"""Entrances for WSGI servers."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rotativa.project.settings")
application = get_wsgi_application()


def behind_front(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Behind the front of `rotativa serve`, and reached by nobody else: as if asked directly.

    The front has put the address that it was asked from at the end of `X-Forwarded-For`.
    """
    *before, visitor = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
    environ["REMOTE_ADDR"] = visitor.strip()
    environ["HTTP_X_FORWARDED_FOR"] = ",".join(before)
    return application(environ, start_response)
