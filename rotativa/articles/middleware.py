"""Old addresses of lists and feeds lead on, where nothing else answers them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from rotativa.articles.old_addresses import may_be_old, new_address
from rotativa.pages import keys

MISSING = 404
PAGES = "wagtail_serve"
"""The name of what answers wherever nothing else does."""


def lead_on(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """A redirect that an editor made comes first: it stands within.

    What the page for errors was made of is forgotten with it, or each article would touch the redirect.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not may_be_old(request.path_info) or request.method not in {"GET", "HEAD"}:
            return get_response(request)
        with keys.collected() as found:
            response = get_response(request)
        address = new_address(request.path_info) if is_missing(request, response) else ""
        if address and address != request.path_info:
            return HttpResponsePermanentRedirect(address)
        keys.declare(*found)
        return response

    return middleware


def is_missing(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether nothing answers; an address of ours where there is nothing now is no old one."""
    match = request.resolver_match
    return response.status_code == MISSING and (match is None or match.url_name == PAGES)
