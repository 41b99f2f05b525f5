"""The site's addresses with those of lists."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import path

from rotativa.project.urls import handler404, handler500
from rotativa.project.urls import urlpatterns as of_the_site

__all__ = ["handler404", "handler500", "urlpatterns"]


def nothing(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    *i18n_patterns(
        path("sections/<str:slug>/", nothing, name="section"),
        path("authors/<str:slug>/", nothing, name="author"),
        path("tags/<str:slug>/", nothing, name="tag"),
        path("questions/", nothing, name="questions"),
        path("search/", nothing, name="search"),
    ),
    *of_the_site,
]
