from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.utils import translation
from django.utils.cache import patch_vary_headers
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect


def home(request: HttpRequest) -> HttpResponse:
    """Send a visitor without a language to the front page in the language the browser asks for.

    Some systems address their texts as `/?p=123`: those go to where the text is now.
    """
    if request.GET:
        old = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        moved = get_redirect(request, old)
        if moved is not None and moved.link:
            return HttpResponsePermanentRedirect(moved.link)
    language = translation.get_language_from_request(request)
    if language not in dict(settings.LANGUAGES):
        language = settings.LANGUAGE_CODE
    response = HttpResponseRedirect(f"/{language}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response
