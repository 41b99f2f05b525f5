"""What is answered where no view was asked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.admin.localization import get_localized_response

from rotativa.articles.views import errors
from rotativa.newsroom.middleware import DESK


def form_too_old(request: HttpRequest, reason: str) -> HttpResponse:
    """At the desk it asks of the database who it is and how they like it, and nothing more."""
    if not request.path.startswith(DESK):
        return errors.form_too_old(request, reason)
    response: HttpResponse = get_localized_response(of_desk, request)
    return response


def of_desk(request: HttpRequest) -> HttpResponse:
    return render(request, "newsroom/form_too_old.html", status=403)
