"""What an article names that has versions in other languages: its groups, and articles it leads to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q
from wagtail.models import Locale, Page, TranslatableMixin

from rotativa.articles.models import Article
from rotativa.articles.models.group import Group
from rotativa.pages.page_links import linked_pages, relinked

Role = Literal["section", "author", "tag", "earlier", "link"]


@dataclass(frozen=True, slots=True)
class Named:
    """One thing that an article names, and as what."""

    role: Role
    thing: Group | Page


def named_by(article: Article) -> list[Named]:
    """In the order of the page; the same article may be earlier coverage and linked as well."""
    links = Page.objects.in_bulk(linked_pages(article.body))
    return [
        *([Named("section", article.section)] if article.section else []),
        *(Named("author", signed.author) for signed in article.article_authors.all()),
        *(Named("tag", tag) for tag in article.tags.all()),
        *(Named("earlier", link.earlier) for link in article.earlier_coverage.all()),
        *(Named("link", page) for page in links.values()),
    ]


def versions_in(locale: Locale, things: Iterable[TranslatableMixin]) -> dict[object, object]:
    """By translation key; aliases are no versions. A query for each kind of thing.

    Of pages those that readers can open: a link follows to the others by itself once they are published.
    """
    found: dict[object, object] = {}
    by_model: dict[type[TranslatableMixin], set[object]] = {}
    for thing in things:
        model = Page if isinstance(thing, Page) else type(thing)
        by_model.setdefault(model, set()).add(thing.translation_key)
    for model, keys in by_model.items():
        rows = model._default_manager.filter(translation_key__in=keys, locale=locale)
        if model is Page:
            rows = rows.filter(alias_of=None, live=True)
        found.update({row.translation_key: row for row in rows})
    return found


def lead_as(target: Article | None, locale: Locale, articles: Iterable[Article]) -> None:
    """Have links lead where those of a translation lead, or to what readers can open in its language."""
    known = Page.objects.in_bulk(linked_pages(target.body)) if target else {}
    led: dict[object, int] = {
        page.translation_key: pk for pk, page in known.items() if page.locale_id == locale.pk
    }
    for article in articles:
        links = Page.objects.in_bulk(linked_pages(article.body))
        if not links:
            continue
        keys = [page.translation_key for page in links.values()]
        there = Page.objects.filter(Q(alias_of=None, live=True), translation_key__in=keys)
        versions = dict(there.filter(locale=locale).values_list("translation_key", "pk")) | led
        kept = {page.translation_key for page in known.values()} - led.keys()
        moved = {
            pk: versions.get(page.translation_key, pk)
            for pk, page in links.items()
            if page.translation_key not in kept
        }
        article.body = relinked(article.body, moved)


def not_followed(article: Article) -> list[Named]:
    """What it still names in another language than its own."""
    return [each for each in named_by(article) if each.thing.locale_id != article.locale_id]
