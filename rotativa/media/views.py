from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.static import serve

# A picture opened by itself must not run what an SVG may hold.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    """A rendition's file. Its name changes with its content, so it may be kept for ever."""
    response = serve(request, name, document_root=str(Path(settings.MEDIA_ROOT) / "images"))
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
