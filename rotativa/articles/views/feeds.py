"""Feeds of the paper, and of its sections, authors and tags."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.models import Locale

from rotativa.articles.feeds.addresses import ATOM, JSON
from rotativa.articles.feeds.corrections import feed_of_corrections
from rotativa.articles.feeds.feed import Feed, feed_of_group, feed_of_paper
from rotativa.articles.models import Article, Author, FrontPage, Section, Tag
from rotativa.articles.models.article import ArticleQuerySet
from rotativa.articles.models.group import Group
from rotativa.articles.standing import articles_list, corrections_list, group_list
from rotativa.articles.views.lists import group_at, in_other_languages, named_here
from rotativa.pages import keys
from rotativa.pages.addresses import home_url

CONTENT_TYPES = {
    ATOM: "application/atom+xml; charset=utf-8",
    JSON: "application/feed+json; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Link:
    format: str
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    feeds: list[Link]


def overview(request: HttpRequest) -> HttpResponse:
    """For people: browsers show feeds as code, or save them."""
    locale = Locale.get_active()
    keys.declare(keys.menu(locale.language_code))
    sections = Section.objects.in_menu().filter(locale=locale).select_related("locale")
    context = {
        "paper": feeds_of(home_url(locale.language_code)),
        "corrections": feeds_of(reverse("corrections")),
        "sections": [Part(each.name, feeds_of(each.get_absolute_url())) for each in sections],
        "translations": in_other_languages(lambda: reverse("feeds"), Article.objects.published()),
    }
    return TemplateResponse(request, "articles/feeds.html", context)


def feeds_of(path: str) -> list[Link]:
    return [Link("Atom", path + ATOM), Link("JSON Feed", path + JSON)]


def paper(request: HttpRequest, name: str) -> HttpResponse:
    locale = Locale.get_active()
    keys.declare(articles_list(locale.language_code))
    front = FrontPage.objects.filter(locale=locale).live().select_related("locale").first()
    if front is None:
        raise Http404
    return answer(feed_of_paper(front), name)


def corrections(request: HttpRequest, name: str) -> HttpResponse:
    locale = Locale.get_active()
    keys.declare(corrections_list(locale.language_code))
    front = FrontPage.objects.filter(locale=locale).live().select_related("locale").first()
    if front is None:
        raise Http404
    return answer(feed_of_corrections(front), name)


def section(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    found = group_at(Section, slug, locale=Locale.get_active())
    return group_feed(found, Article.objects.in_sections(found), name)


def author(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    found = group_at(Author, slug, locale=Locale.get_active())
    return group_feed(found, Article.objects.signed_by(found), name)


def tag(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    found = group_at(Tag, slug, locale=Locale.get_active())
    return group_feed(found, Article.objects.tagged(found), name)


def group_feed(group: Group, articles: ArticleQuerySet, name: str) -> HttpResponse:
    locale = Locale.get_active()
    named = named_here(group, locale=locale)
    if named is not group:
        return HttpResponseRedirect(named.get_absolute_url() + name)
    keys.declare(group_list(group, locale.language_code))
    if group.shown_in and not articles.published_in(locale).exists():
        raise Http404
    return answer(feed_of_group(group, articles, locale=locale), name)


def answer(feed: Feed, name: str) -> HttpResponse:
    body = feed.as_atom() if name == ATOM else feed.as_json()
    return HttpResponse(body, content_type=CONTENT_TYPES[name])
