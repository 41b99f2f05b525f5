"""Feeds of what readers say; printed, as all feeds are."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Locale

from rotativa.articles.feeds.addresses import ATOM
from rotativa.articles.models import FrontPage
from rotativa.articles.views.feeds import answer
from rotativa.comments import access
from rotativa.comments.feed import feed_of_all, feed_of_article


def of_paper(_request: HttpRequest) -> HttpResponse:
    front = FrontPage.objects.filter(locale=Locale.get_active()).live().first()
    if front is None:
        raise Http404
    return answer(feed_of_all(front), ATOM)


def of_thread(_request: HttpRequest, thread: UUID) -> HttpResponse:
    return answer(feed_of_article(access.article_of(thread)), ATOM)
