"""What allauth's pages need to stand in the paper's frame."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import translate_url
from django.utils import translation
from django.views.decorators.cache import never_cache

from rotativa.pages.frame import Translation

View = Callable[..., HttpResponseBase]


def framed(view: View) -> View:
    """A page with no address for others, in all languages, that nothing keeps."""

    @never_cache
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse):
            given = response.context_data or {}
            frame = {"canonical": "", "translations": elsewhere(request)}
            response.context_data = {**frame, **given}
        return response

    return shown


def elsewhere(request: HttpRequest) -> list[Translation]:
    """The same page in the other languages, leading back to where this one leads."""
    here = translation.get_language()
    return [
        Translation(code, translate_url(request.get_full_path(), code))
        for code, _name in settings.LANGUAGES
        if code != here
    ]
