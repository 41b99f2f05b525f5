import errno
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

# A picture opened by itself must not run what an SVG may hold.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    """A rendition's file. Its name changes with its content, so it may be kept for ever."""
    response = served(request, name)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def served(request: HttpRequest, name: str) -> HttpResponseBase:
    """Not found, too, is what leads out of the folder or is a name that no file can have."""
    folder = str(Path(settings.MEDIA_ROOT) / "images")
    try:
        return serve(request, name, document_root=folder)
    except (SuspiciousFileOperation, ValueError) as error:
        raise Http404(name) from error
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            raise
        raise Http404(name) from error
