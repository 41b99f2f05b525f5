"""Giving out a document once Wagtail has seen who asks for it (setting `SENDFILE_BACKEND`).

Behind the front of `rotativa serve` only its name is told: the front sends it, and knows ranges.
"""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from wagtail.utils import sendfile_streaming_backend

FRONT_SENDS = "rotativa.front_sends_files"
"""In a request's `META`, where no client can put it."""
HEADER = "X-Sendfile"


def sendfile(request: HttpRequest, filename: str, **kwargs: Any) -> HttpResponseBase:
    if not request.META.get(FRONT_SENDS):
        response: HttpResponseBase = sendfile_streaming_backend.sendfile(
            request, filename, **kwargs
        )
        return response
    name = Path(filename).relative_to(settings.MEDIA_ROOT)
    return HttpResponse(headers={HEADER: quote(str(name))})
