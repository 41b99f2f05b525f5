"""What search engines are asked to leave alone: the desk, and what is no page of the paper."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from rotativa.articles import sitemaps
from rotativa.articles.standing import LANGUAGES
from rotativa.pages import keys
from rotativa.pages.addresses import absolute, home_url

# Those that say of themselves that they collect texts for training, or whose name stands for leave to
# do so; not those that fetch a page because somebody asks for it, or that search.
COLLECTORS = (
    "AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot", "ClaudeBot",
    "cohere-training-data-crawler", "Diffbot", "FacebookBot", "Google-Extended", "GPTBot", "img2dataset",
    "Meta-ExternalAgent", "omgili", "PanguBot", "Timpibot", "webzio-extended",
)  # fmt: skip


def robots(request: HttpRequest) -> HttpResponse:
    keys.declare(LANGUAGES)
    closed = [reverse("wagtailadmin_home"), "/-/"]
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            closed += [reverse("search"), f"{home_url(language)}-/", reverse("wagtailcore_login")]
    closed += settings.ROBOTS.closed
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    if settings.ROBOTS.ai == "closed":
        lines += [*(f"User-agent: {name}" for name in COLLECTORS), "Disallow: /", ""]
    maps = [sitemaps.INDEX, *map(sitemaps.news_path, sitemaps.languages_with_articles())]
    lines += [f"Sitemap: {absolute(path)}" for path in maps]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
