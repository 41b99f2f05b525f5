"""`/llms.txt` (llmstxt.org): what a language model should know of the paper to read it well."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Locale

from rotativa.articles import sitemaps
from rotativa.articles.feeds.addresses import JSON
from rotativa.articles.models import Section
from rotativa.articles.standing import LANGUAGES
from rotativa.pages import keys, languages
from rotativa.pages.addresses import absolute, home_url
from rotativa.pages.models import Paper


def llms(request: HttpRequest) -> HttpResponse:
    """In the main language; of the archive it tells where it is, so it stays short."""
    shown = sitemaps.languages_shown()
    keys.declare(LANGUAGES, *map(keys.menu, shown))
    with translation.override(settings.LANGUAGE_CODE):
        lines = [*head(), *(line for code in shown for line in language(code)), *more()]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def head() -> Iterator[str]:
    paper = Paper.objects.in_language(settings.LANGUAGE_CODE)
    yield f"# {paper.name if paper else settings.WAGTAIL_SITE_NAME}"
    if paper and paper.tagline:
        yield f"\n> {paper.tagline}"
    yield "\n" + gettext(
        "Each article is there as Markdown, too: put .md in place of the last slash of its address. "
        "Its head names the authors, the dates, the translations and the address to cite."
    )
    if settings.FEEDS.license:
        yield "\n" + gettext("Licence: %(license)s") % {"license": settings.FEEDS.license}


def language(code: str) -> Iterator[str]:
    """The front page, the feeds and the sections of a language."""
    yield f"\n## {languages.title_of(code)}\n"
    yield link(gettext("Front page"), home_url(code))
    yield link(gettext("The latest articles in full"), home_url(code) + JSON)
    locale = Locale.objects.get(language_code=code)
    sections = Section.objects.in_menu().filter(locale=locale).select_related("locale")
    for section in sections:
        yield link(section.name, section.get_absolute_url() + JSON, section.description)


def more() -> Iterator[str]:
    yield f"\n## {gettext('Archive')}\n"
    yield link(gettext("The addresses of all articles, by month"), sitemaps.INDEX)
    yield ""


def link(words: str, path: str, note: str = "") -> str:
    words = words.replace("[", "(").replace("]", ")")
    return f"- [{words}]({absolute(path)})" + (f": {' '.join(note.split())}" if note else "")
