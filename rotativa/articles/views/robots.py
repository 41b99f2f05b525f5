"""What search engines are asked to leave alone: the desk, and what is no page of the paper."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from rotativa.articles import sitemaps
from rotativa.pages.addresses import absolute, home_url


def robots(request: HttpRequest) -> HttpResponse:
    closed = [reverse("wagtailadmin_home"), "/-/"]
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            closed += [reverse("search"), f"{home_url(language)}-/", reverse("wagtailcore_login")]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    maps = [sitemaps.INDEX, *map(sitemaps.news_path, sitemaps.languages_shown())]
    lines += [f"Sitemap: {absolute(path)}" for path in maps]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
