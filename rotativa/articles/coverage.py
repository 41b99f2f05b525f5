"""What the paper wrote before and after an article, in the language of the page where it can be."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Q
from wagtail.models import Locale

from rotativa.articles.models import Article, EarlierCoverage
from rotativa.articles.models.article import ArticleQuerySet
from rotativa.articles.standing import later_key
from rotativa.pages import keys

MOST_LATER = 6
# Each article may stand here in several languages, of which one is chosen.
MOST_VERSIONS = 60


def published_versions(pks: Iterable[int], *, locale: Locale) -> dict[int, Article]:
    """For each of these articles the one to link to: in a language if it is published there.

    Articles that nobody may open in either language are left out. Two queries, however many.
    """
    translation_keys: dict[int, UUID] = dict(
        Article.objects.filter(pk__in=list(pks)).values_list("pk", "translation_key")
    )
    if not translation_keys:
        return {}
    keys.declare(*(keys.translations(key) for key in translation_keys.values()))
    versions = (
        Article.objects.published()
        .filter(
            Q(pk__in=translation_keys)
            | Q(locale=locale, translation_key__in=set(translation_keys.values()))
        )
        .select_related("locale")
        .defer_streamfields()
    )
    found = chosen(versions, locale=locale)
    return {pk: found[key] for pk, key in translation_keys.items() if key in found}


def earlier_coverage(article: Article) -> list[Article]:
    """What the article builds on. Three queries."""
    links = [link.earlier_id for link in article.earlier_coverage.all()]
    return earlier_among(published_versions(links, locale=article.locale), links, of=article)


def earlier_among(
    found: Mapping[int, Article], links: Iterable[int], *, of: Article
) -> list[Article]:
    """In the editor's order, and never the article itself."""
    return [found[pk] for pk in links if pk in found and not of.is_same_as(found[pk])]


def later_coverage(article: Article) -> list[Article]:
    """Published articles that build on this one in any of its languages, the latest first."""
    keys.declare(later_key(article.translation_key))
    later = EarlierCoverage.objects.filter(earlier__translation_key=article.translation_key)
    if not later.exists():
        return []
    versions: ArticleQuerySet = (
        Article.objects.published()
        .filter(translation_key__in=later.values("article__translation_key"))
        .exclude(translation_key=article.translation_key)
        .for_lists()
        .defer_streamfields()
        .latest_first()[:MOST_VERSIONS]
    )
    found = chosen(versions, locale=article.locale)
    return list(found.values())[:MOST_LATER]


def chosen(versions: Iterable[Article], *, locale: Locale) -> dict[UUID, Article]:
    """One version of each article, that in the language if there is one; in the order they came."""
    found: dict[UUID, Article] = {}
    for version in versions:
        if version.translation_key not in found or version.locale_id == locale.pk:
            found[version.translation_key] = version
    return found
