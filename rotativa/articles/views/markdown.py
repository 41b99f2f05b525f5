"""Articles as Markdown, beside their pages: `/en/2026/04/16/flood.md`."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale

from rotativa.articles.feeds.addresses import markdown_url
from rotativa.articles.feeds.markdown import as_markdown
from rotativa.articles.models import Article
from rotativa.pages.addresses import home_url, local_url


def markdown(request: HttpRequest, year: str, month: str, day: str, slug: str) -> HttpResponse:
    locale, there = Locale.get_active(), f"{year}-{month}-{day}"
    found = Article.objects.in_locale(locale).for_machines().filter(slug=slug)
    rows = found.select_related("locale", "section", "lead_image").prefetch_related("corrections")
    article = rows.first()
    if article is None or article.published_date.isoformat() != there:
        return moved(f"{home_url(locale.language_code)}{year}/{month}/{day}/{slug}")
    if not article.live:
        return answer(f"# {gettext('This article has been withdrawn')}\n", status=410)
    if not Article.objects.published().filter(pk=article.pk).exists():
        raise Http404
    return answer(as_markdown(article))


def moved(path: str) -> HttpResponse:
    """To where the article is now that once stood at an address."""
    old = Redirect.objects.filter(old_path=Redirect.normalise_path(path)).first()
    article = old.redirect_page.specific if old and old.redirect_page else None
    if not isinstance(article, Article) or not article.live or not local_url(article):
        raise Http404
    return HttpResponsePermanentRedirect(markdown_url(local_url(article)))


def answer(text: str, *, status: int = 200) -> HttpResponse:
    """Not for search engines, which have the page itself."""
    return HttpResponse(
        text,
        status=status,
        content_type="text/markdown; charset=utf-8",
        headers={"X-Robots-Tag": "noindex"},
    )
