"""Pages for what is not there and for what went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils import translation

from rotativa.articles.lost import latest_articles, same_elsewhere


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    language = translation.get_language() or ""
    context = {
        "canonical": "",
        "elsewhere": same_elsewhere(request.path),
        "latest": latest_articles(language),
    }
    return render(request, "articles/not_found.html", context, status=404)


def form_too_old(request: HttpRequest, reason: str) -> HttpResponse:
    """Its token is that of another session, as after signing in elsewhere; the browser keeps no cookies; or it says
    that it comes from another address than this, as where a proxy does not tell that it was asked by https."""
    return render(request, "articles/form_too_old.html", {"canonical": ""}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Must work while the database is down: the template asks it for nothing."""
    return HttpResponse(loader.render_to_string("articles/server_error.html"), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Printed ahead, and answered with 503 to what needs the application while that is down."""
    return render(request, "articles/unavailable.html", {"canonical": ""})


def crowded(request: HttpRequest) -> HttpResponse:
    """Printed ahead, and answered with 503 to a form for which there is no room at that moment."""
    return render(request, "articles/crowded.html", {"canonical": ""})


def too_large(request: HttpRequest) -> HttpResponse:
    """Printed ahead, and answered with 413 to a form for which there is none at any."""
    return render(request, "articles/too_large.html", {"canonical": ""})


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Printed ahead, for where no application looks what was meant: it says the same to everybody."""
    return render(request, "articles/not_found.html", {"canonical": ""})
