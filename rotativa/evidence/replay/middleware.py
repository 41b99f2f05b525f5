"""On the host of the copies nothing of the site answers: neither a page, nor the desk, nor a file."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.http.request import split_domain_port
from django.urls import resolve, set_urlconf

from rotativa.evidence.replay import views
from rotativa.lib.origins import name_of, names

WORKER = "/worker.js"
URLS = "rotativa.evidence.replay.urls"


def answer_for_copies(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Stands before all that knows of visitors: no session is opened there, and no cookie set."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not is_asked_there(request):
            return get_response(request)
        request.urlconf = URLS
        set_urlconf(URLS)  # whose handlers answer for what fails, too
        if views.WORKER_ASKS in request.headers and request.path_info != WORKER:
            return views.no_worker(request)
        match = resolve(request.path_info, URLS)
        return match.func(request, *match.args, **match.kwargs)

    return middleware


def is_asked_there(request: HttpRequest) -> bool:
    """By the name alone: cookies know no ports."""
    name = name_of(settings.EVIDENCE.origin)
    asked, _port = split_domain_port(request.headers.get("Host", ""))
    return bool(name) and names(name, asked)
