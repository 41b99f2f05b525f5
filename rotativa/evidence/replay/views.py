"""What the host of the copies answers: the replay page, what it needs, and the copies themselves."""

from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.request import split_domain_port
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from rotativa.evidence.capture.record import VIEW, WACZ
from rotativa.evidence.models import Capture
from rotativa.evidence.replay import policies
from rotativa.evidence.replay.player import PLAYER, NoPlayer, packed
from rotativa.evidence.serving import MINUTES, part_of
from rotativa.lib.origins import name_of, origin_for

FILES = Path(__file__).parent / "files"
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
A_YEAR = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"
Answer = TypeVar("Answer", bound=HttpResponseBase)
WORKER_ASKS = "Service-Worker"
"""Sent by browsers with the request for the script that is registered, not for those it imports."""
OURS = "copies"
"""Said in a header, by which `rotativa doctor` knows this host."""


@require_safe
def page(request: HttpRequest, language: str, folder: str) -> HttpResponse:
    """Within a frame of the source's page alone, which lets it out nowhere."""
    if language not in dict(settings.LANGUAGES):
        raise Http404(language)
    capture = shown(request, folder)
    if capture is None:
        return confined(HttpResponse(status=410))
    if request.headers.get("Sec-Fetch-Dest") != "iframe":
        return confined(plain("A copy is replayed on the page of its source.\n", status=403))
    record = capture.record_if_there
    if record is None:
        raise Http404(folder)
    context = {
        "language": language,
        "capture": capture,
        "address": record.final_url or record.url,
        "moment": f"{capture.taken_at:%Y%m%d%H%M%S}",
        "player": PLAYER,
        "licence": f"/player/{PLAYER.version}/LICENSE",
    }
    with translation.override(language):
        body = render_to_string("evidence/replay.html", context)
    response = confined(HttpResponse(body), policies.page_policy(settings.WAGTAILADMIN_BASE_URL))
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def part(request: HttpRequest, folder: str, name: str) -> HttpResponseBase:
    """The archive, which only what is here may read, and the flat view, which the site frames."""
    if name not in {WACZ, VIEW}:
        raise Http404(name)
    capture = shown(request, folder)
    if capture is None:
        return confined(HttpResponse(status=410))
    policy = policies.flat_policy(settings.WAGTAILADMIN_BASE_URL) if name == VIEW else None
    response = confined(part_of(capture, name, request), policy or policies.NOTHING)
    response.headers["Cache-Control"] = MINUTES
    if name == VIEW:
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """Our service worker, around the player's; it must not be older than the player is."""
    text = (FILES / "worker.js").read_text(encoding="utf-8")
    told = text.replace("{player}", f"/player/{PLAYER.version}/sw.js")
    response = HttpResponse(told.replace("{policy}", policies.ARCHIVED))
    return of_script(response, cache=ASK_EACH_TIME)


@require_safe
def file(_request: HttpRequest, name: str) -> HttpResponse:
    path = FILES / name
    response = HttpResponse(path.read_bytes(), content_type=TYPES[path.suffix])
    response.headers["Cache-Control"] = ASK_EACH_TIME
    return confined(response)


@require_safe
def player(_request: HttpRequest, version: str, name: str) -> HttpResponse:
    """Every browser that runs service workers unpacks gzip."""
    try:
        content = packed(name) if version == PLAYER.version else b""
    except NoPlayer as error:
        raise Http404 from error
    if not content:
        raise Http404(version)
    response = HttpResponse(content)
    response.headers["Content-Encoding"] = "gzip"
    if name.endswith(".js"):
        return of_script(response, cache=A_YEAR)
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    return confined(response, policies.flat_policy(settings.WAGTAILADMIN_BASE_URL))


@require_safe
def no_worker(_request: HttpRequest) -> HttpResponse:
    """The player's own, registered by an archived page, would serve copies without our policy."""
    return confined(plain("Only worker.js works here.\n", status=403))


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    return confined(plain("User-agent: *\nDisallow: /\n"))


def not_found(_request: HttpRequest, exception: Exception) -> HttpResponse:
    return confined(plain("There is nothing here.\n", status=404))


def failed(_request: HttpRequest) -> HttpResponse:
    return confined(plain("This fails. It is in the log.\n", status=500))


def plain(text: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def shown(request: HttpRequest, folder: str) -> Capture | None:
    """None for what was withdrawn; raises `Http404` for what never was, or is at home elsewhere."""
    home = name_of(origin_for(settings.EVIDENCE.origin, folder))
    if split_domain_port(request.headers.get("Host", ""))[0] != home:
        raise Http404(folder)
    copies = Capture.objects.relied_on().select_related("source")
    capture = get_object_or_404(copies, folder=folder)
    return capture if capture.is_shown else None


def of_script(response: HttpResponse, *, cache: str) -> HttpResponse:
    response.headers["Content-Type"] = TYPES[".js"]
    response.headers["Cache-Control"] = cache
    return confined(response, policies.WORKER)


def confined(response: Answer, policy: str = policies.NOTHING) -> Answer:
    told = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": PERMISSIONS,
        "X-Rotativa": OURS,
    }
    for name, value in told.items():
        response.headers[name] = value
    if response.status_code not in {200, 206, 304}:
        response.headers["Cache-Control"] = "no-store"
    patch_vary_headers(response, [WORKER_ASKS])  # else a cache hands out what is refused
    return response


PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        "camera", "microphone", "geolocation", "display-capture", "payment", "usb", "serial", "hid",
        "midi", "clipboard-read", "clipboard-write", "publickey-credentials-get",
        "screen-wake-lock", "storage-access", "xr-spatial-tracking",
    )
)  # fmt: skip
