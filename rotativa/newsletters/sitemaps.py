"""The addresses of issues for search engines: a file for each language and year, so that one more issue
touches one file of a bounded size."""

from collections.abc import Iterable, Iterator

from django.db.models.functions import Substr
from django.urls import reverse

from rotativa.articles.sitemaps import MOST, Listed, in_order
from rotativa.newsletters.models import Issue, Newsletter
from rotativa.newsletters.models.issue import IssueQuerySet
from rotativa.newsletters.schedule import is_further
from rotativa.pages.addresses import absolute, home_url


def year_path(language: str, year: int) -> str:
    return f"{home_url(language)}sitemap-issues-{year}.xml"


def year_key(language: str, year: int) -> str:
    """The issues of a year, in a language and its other versions."""
    return f"sitemap:{language}:issues-{year}"


def issues_in(languages: Iterable[str]) -> IssueQuerySet:
    """By an index of their own: all that an issue says lies in its row."""
    found: IssueQuerySet = Issue.objects.readable().filter(
        frozen_at__isnull=False, language__in=list(languages)
    )
    return found


def years_in(languages: Iterable[str]) -> list[tuple[str, int]]:
    """Languages and years with an issue that everybody may read."""
    named = issues_in(languages).filter(period__gte="1", period__lt="3")
    rows = named.annotate(first=Substr("period", 1, 4)).values_list("language", "first")
    return [
        (language, int(first)) for language, first in rows.distinct().order_by("language", "first")
    ]


def files_of_issues(languages: Iterable[str]) -> Iterator[Listed]:
    """What the index of sitemaps names of ours."""
    for language, year in years_in(languages):
        yield Listed(absolute(year_path(language, year)))


def archives_in(language: str) -> Iterator[Listed]:
    """Of the newsletters that have an issue in it; the language must be active."""
    used = issues_in([language]).values("newsletter")
    for newsletter in Newsletter.objects.filter(pk__in=used).order_by("pk"):
        yield Listed(absolute(reverse("newsletters:archive", args=[newsletter.slug])))


def listed_issues(language: str, year: int, *, among: Iterable[str]) -> list[Listed]:
    """Of a year in a language, each with its versions in those that are shown."""
    versions: dict[tuple[str, str, str], dict[str, str]] = {}
    mine = []
    issues = issues_in(among).filter(period__gte=f"{year}-", period__lt=f"{year + 1}-")
    rows = issues.order_by("period", "newsletter", "language")
    for slug, code, period, moment in rows.values_list(
        "newsletter__slug", "language", "period", "frozen_at"
    ):
        url = absolute(f"{home_url(code)}newsletters/{slug}/{period}/")
        number = (slug, period, code if is_further(period) else "")
        versions.setdefault(number, {})[code] = url
        if code == language:
            mine.append((number, url, moment))
    return [Listed(url, moment, in_order(versions[number])) for number, url, moment in mine][:MOST]
