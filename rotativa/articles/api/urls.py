"""`/api/v1/…`: each address wrapped, so that none can be forgotten."""

from django.urls import URLPattern, include, path

from rotativa.articles.api.access import public
from rotativa.articles.api.guide import guide
from rotativa.articles.api.routes import api

ROOT = "api-root"
"""Ninja's name for what stands above all others: its schema begins there."""
patterns, _app_name, namespace = api.urls


def wrapped(pattern: URLPattern) -> URLPattern:
    pattern.callback = public(pattern.callback)
    return pattern


addresses = [
    path("", public(guide), name=ROOT),
    *(wrapped(each) for each in patterns if isinstance(each, URLPattern) and each.name != ROOT),
]
urlpatterns = [path("api/v1/", include((addresses, namespace)))]
