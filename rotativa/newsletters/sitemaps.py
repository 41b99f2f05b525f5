"""The addresses of issues for search engines: a file for each language and year, so that one more issue
touches one file of a bounded size."""

from collections.abc import Iterable, Iterator

from django.db.models import Max, Min
from django.urls import reverse

from rotativa.articles.sitemaps import MOST, Listed, in_order
from rotativa.newsletters.models import Issue, Newsletter
from rotativa.newsletters.models.issue import IssueQuerySet
from rotativa.pages.addresses import absolute, home_url


def year_path(language: str, year: int) -> str:
    return f"{home_url(language)}sitemap-issues-{year}.xml"


def year_key(language: str, year: int) -> str:
    """The issues of a year, in a language and its other versions."""
    return f"sitemap:{language}:issues-{year}"


def issues_of(year: int, languages: Iterable[str]) -> IssueQuerySet:
    """By the index of periods: all that an issue says lies in its row."""
    found: IssueQuerySet = Issue.objects.readable().filter(
        newsletter__in=list(Newsletter.objects.values_list("pk", flat=True)),
        language__in=list(languages),
        period__gte=f"{year}-",
        period__lt=f"{year + 1}-",
    )
    return found


def years_of(language: str) -> list[int]:
    """Those with an issue that everybody may read."""
    issues = Issue.objects.filter(language=language, period__gte="1", period__lt="3")
    ends = issues.aggregate(first=Min("period"), latest=Max("period"))
    if ends["first"] is None:
        return []
    years = range(int(ends["first"][:4]), int(ends["latest"][:4]) + 1)
    return [year for year in years if issues_of(year, [language]).exists()]


def files_of_issues(languages: Iterable[str]) -> Iterator[Listed]:
    """What the index of sitemaps names of ours."""
    for language in languages:
        for year in years_of(language):
            yield Listed(absolute(year_path(language, year)))


def archives_in(language: str) -> Iterator[Listed]:
    """Of the newsletters that have an issue in it; the language must be active."""
    used = Issue.objects.readable().filter(language=language).values("newsletter")
    for newsletter in Newsletter.objects.filter(pk__in=used).order_by("pk"):
        yield Listed(absolute(reverse("newsletters:archive", args=[newsletter.slug])))


def listed_issues(language: str, year: int, *, among: Iterable[str]) -> list[Listed]:
    """Of a year in a language, each with its versions in those that are shown."""
    versions: dict[tuple[str, str], dict[str, str]] = {}
    mine = []
    rows = issues_of(year, among).order_by("period", "newsletter", "language")
    for slug, code, period, moment in rows.values_list(
        "newsletter__slug", "language", "period", "frozen_at"
    ):
        url = absolute(f"{home_url(code)}newsletters/{slug}/{period}/")
        versions.setdefault((slug, period), {})[code] = url
        if code == language:
            mine.append((slug, period, url, moment))
    return [
        Listed(url, moment, in_order(versions[slug, period])) for slug, period, url, moment in mine
    ][:MOST]
