"""Announcing what changes: exactly the printed pages that say something else by now."""

from collections.abc import Iterator

from wagtail.models import Page

from rotativa.articles.models import Article, Correction, Question, Section
from rotativa.articles.models.article import ArticleQuerySet
from rotativa.articles.models.group import Group
from rotativa.articles.printed import addresses_of_group, addresses_of_lists, pages_of
from rotativa.articles.standing import (
    LANGUAGES,
    SITEMAPS,
    Standing,
    cited_key,
    claims_list,
    corrections_list,
    full_pages,
    groups,
    languages_of_month,
    languages_of_year,
    place_key,
    questions_list,
    sitemap,
    sources_list,
)
from rotativa.pages import keys
from rotativa.pages.keys import Address, Kind


def announce_change(article: Page, *, before: Standing | None, after: Standing | None) -> None:
    """Of an article: where it stood, or None where readers did not see it, and where it stands."""
    language = article.locale.language_code
    joined, left = lists_in(after) - lists_in(before), lists_in(before) - lists_in(after)
    said = {f"page:{article.pk}", *joined, *left, *(full_pages(each) for each in left)}
    if after and joined and not is_latest(article, after):
        said |= {full_pages(each) for each in joined}
    said |= spoken_of(before) ^ spoken_of(after)
    if not (before and after and before.path == after.path):
        said.add(place_key(article.pk))
    if is_only_one_asking(article, joined | left):
        said |= {keys.menu(language), LANGUAGES}
    said |= set(keys_of_versions(article, before, after))
    said |= {
        SITEMAPS,
        *(sitemap(language, each.published_date) for each in (before, after) if each),
    }
    said |= set(keys_of_evidence(before, after, language))
    if is_another(before, after) and Correction.objects.filter(article=article.pk).exists():
        said |= {corrections_list(language), full_pages(corrections_list(language))}
    addresses = [
        Address(path, Kind.ARTICLE, language)
        for path in {standing.path for standing in (before, after) if standing}
    ]
    lists = addresses_of_lists(article, joined) if isinstance(article, Article) else ()
    keys.announce(*said, addresses=[*addresses, *lists])


def lists_in(standing: Standing | None) -> frozenset[str]:
    return standing.lists if standing else frozenset()


def spoken_of(standing: Standing | None) -> frozenset[str]:
    return standing.spoken_of if standing else frozenset()


def keys_of_versions(
    article: Page, before: Standing | None, after: Standing | None
) -> Iterator[str]:
    """What says in which languages the article can be read, and where."""
    if is_another(before, after):
        yield keys.translations(article.translation_key)
        yield from sitemaps_of_versions(article)
    if not before or not after:
        others = Article.objects.published_in(article.locale).exclude(pk=article.pk)
        yield from keys_of_languages(others, before or after)


def keys_of_languages(others: ArticleQuerySet, standing: Standing | None) -> Iterator[str]:
    """What says which languages have anything, where an article came first or left as the last."""
    day = standing.published_date if standing else None
    if day is None or others.of_month(day.year, day.month).exists():
        return
    yield languages_of_month(day)
    if not others.filter(published_date__year=day.year).exists():
        yield languages_of_year(day.year)
        if not others.exists():
            yield LANGUAGES


def sitemaps_of_versions(article: Page) -> Iterator[str]:
    """Each names the article in the other languages beside that in its own."""
    versions = Article.objects.published().filter(translation_key=article.translation_key)
    others = versions.exclude(pk=article.pk).exclude(published_date=None).order_by()
    for language, day in others.values_list("locale__language_code", "published_date"):
        yield sitemap(language, day)


def keys_of_evidence(
    before: Standing | None, after: Standing | None, language: str
) -> Iterator[str]:
    """What tells which articles lean on a source, or speak of a claim."""
    claims = (before.claims if before else frozenset()) ^ (after.claims if after else frozenset())
    if claims:
        yield claims_list(language)
        yield full_pages(claims_list(language))
        yield from (f"claim:{pk}" for pk in claims)
    sources = (before.sources if before else frozenset()) ^ (
        after.sources if after else frozenset()
    )
    if sources:
        yield sources_list(language)
        yield from map(cited_key, sources)
    if after and before and is_another(before, after):
        yield from map(cited_key, after.sources)
        yield from (f"claim:{pk}" for pk in after.claims)


def is_another(before: Standing | None, after: Standing | None) -> bool:
    """Whether links to the article lead elsewhere by now, or say something else."""
    was, now = ((each.path, each.title) if each else None for each in (before, after))
    return was != now


def is_latest(article: Page, standing: Standing) -> bool:
    """Whether it stands first in each of its lists, so that it moves nothing on the numbered pages."""
    others = Article.objects.published_in(article.locale).exclude(pk=article.pk)
    return not others.filter(listed_at__gte=standing.first_published_at).exists()


def is_only_one_asking(article: Page, changed: frozenset[str]) -> bool:
    """The menu leads to the questions once there are any."""
    language = article.locale.language_code
    if questions_list(language) not in changed:
        return False
    others = Question.objects.published().filter(locale=article.locale)
    return not others.exclude(article=article.pk).exists()


def announce_group(group: Group, *, is_new: bool) -> None:
    """Of a section, an author or a tag that was stored or deleted."""
    said = {keys.translations(group.translation_key), groups(group.language)}
    if not is_new:
        said.add(f"{group._meta.model_name}:{group.pk}")
    if isinstance(group, Section):
        said |= {keys.menu(group.language)} if group.is_in_menu or not is_new else set()
        said |= {f"section:{group.parent_id}"} if group.parent_id else set()
    pages = 0 if is_new else pages_of(group)
    addresses = addresses_of_group(group, pages=range(1, pages + 1)) if group.slug else ()
    keys.announce(*said, addresses=addresses)
