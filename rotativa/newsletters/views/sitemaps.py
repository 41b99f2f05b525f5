"""The sitemap of a year's issues."""

from django.http import Http404, HttpRequest, HttpResponse

from rotativa.articles.sitemaps import languages_shown
from rotativa.articles.views.sitemaps import shown_locale, urls
from rotativa.newsletters.sitemaps import listed_issues, year_key
from rotativa.pages import keys


def issues_of_year(request: HttpRequest, year: str) -> HttpResponse:
    shown = languages_shown()
    language = shown_locale(shown).language_code
    keys.declare(year_key(language, int(year)))
    found = listed_issues(language, int(year), among=shown)
    if not found:
        raise Http404
    return urls(found)
