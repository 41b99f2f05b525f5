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

from rotativa.articles.models import FrontPage
from rotativa.articles.old_addresses import address_of_query


def home(request: HttpRequest) -> HttpResponse:
    """Send a visitor without a language to the front page in the language the browser asks for.

    Some systems address their texts as `/?p=123`, and lists alike: those go to where they are now.
    """
    if request.GET:
        old = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        moved = get_redirect(request, old)
        if moved is not None and moved.link:
            return HttpResponsePermanentRedirect(moved.link)
        if address := address_of_query(request.GET):
            return HttpResponsePermanentRedirect(address)
    response = HttpResponseRedirect(f"/{language_for(request)}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


def language_for(request: HttpRequest) -> str:
    """What the browser asks for, else the first language of the paper with a front page to show."""
    live = set(FrontPage.objects.live().values_list("locale__language_code", flat=True))
    shown = [code for code, _name in settings.LANGUAGES if code in live]
    language = translation.get_language_from_request(request)
    return language if language in shown else next(iter(shown), settings.LANGUAGE_CODE)
