"""Old addresses of lists and feeds lead on, where nothing else answers them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from rotativa.articles.old_addresses import new_address

MISSING = 404


def lead_on(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """A redirect that an editor made comes first: it stands within."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != MISSING or request.method not in {"GET", "HEAD"}:
            return response
        address = new_address(request.path_info)
        if not address or address == request.path_info:
            return response
        return HttpResponsePermanentRedirect(address)

    return middleware
