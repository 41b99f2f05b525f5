"""The pages of the mailbox; on a site that is no demo they are not there."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rotativa.lib.framed_mail import FRAME, HEADERS
from rotativa.mailbox.letters import MOST_LETTERS, Letter, NoSuchLetter, letter_of, newest
from rotativa.mailbox.rules import is_open

BEGINNING = '<!doctype html><base target="_blank">'
"""Before the mail's own: a second doctype is passed over, and links leave the frame."""


def only_in_demo(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @require_safe
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_open(request):
            raise Http404
        return view(request, *args, **kwargs)

    return shown


@only_in_demo
def mailbox(request: HttpRequest) -> TemplateResponse:
    context = {"letters": newest(folder()), "most": MOST_LETTERS}
    return TemplateResponse(request, "mailbox/mailbox.html", context)


@only_in_demo
def letter(request: HttpRequest, name: str) -> TemplateResponse:
    context = {"letter": found(name), "frame_may": FRAME}
    return TemplateResponse(request, "mailbox/letter.html", context)


@never_cache
@only_in_demo
def letter_html(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(BEGINNING + found(name).html, headers=HEADERS)


def found(name: str) -> Letter:
    try:
        return letter_of(folder(), name)
    except NoSuchLetter as error:
        raise Http404 from error


def folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)
