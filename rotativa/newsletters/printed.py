"""Where readers find issues without a token, and the keys of what those pages are made of."""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils import translation

from rotativa.articles.feeds.addresses import feeds_at
from rotativa.articles.sitemaps import languages_shown
from rotativa.articles.standing import SITEMAPS, full_pages
from rotativa.lib.pagination import numbered_pages
from rotativa.newsletters.models import Issue, Newsletter
from rotativa.newsletters.sitemaps import year_key, year_path, years_in
from rotativa.pages import keys
from rotativa.pages.keys import Address, Kind

A_PAGE = 30


def issues_list(newsletter_id: int, language: str) -> str:
    """The issues that are out: the newest page of the archive, and the feed."""
    return f"issues:{language}:{newsletter_id}"


def newsletter_key(newsletter_id: int) -> str:
    """What a newsletter is called, and that it is there."""
    return f"newsletter:{newsletter_id}"


def versions_key(issue: Issue) -> str:
    """In which languages a number of a newsletter is out."""
    return f"issue-versions:{issue.newsletter_id}:{issue.period}"


def archive_path(newsletter: Newsletter, language: str) -> str:
    with translation.override(language):
        return reverse("newsletters:archive", args=[newsletter.slug])


def all_addresses() -> Iterator[Address]:
    shown = languages_shown()
    for newsletter in Newsletter.objects.order_by("pk"):
        for language in shown:
            yield from addresses_of_archive(newsletter, language)
    yield from (address_of_year(language, year) for language, year in years_in(shown))
    out = Issue.objects.out().filter(language__in=shown).select_related("newsletter")
    yield from (address_of(issue) for issue in out.brief().order_by("pk").iterator(1000))


def addresses_of_archive(newsletter: Newsletter, language: str) -> Iterator[Address]:
    path = archive_path(newsletter, language)
    yield Address(path, Kind.LIST, language)
    yield from feeds_at(path, language)
    total = Issue.objects.readable().filter(newsletter=newsletter, language=language).count()
    for number in range(1, numbered_pages(total, size=A_PAGE) + 1):
        yield Address(f"{path}page/{number}/", Kind.LIST, language)


def address_of(issue: Issue) -> Address:
    path = f"{archive_path(issue.newsletter, issue.language)}{issue.period}/"
    return Address(path, Kind.OTHER, issue.language)


def address_of_year(language: str, year: int) -> Address:
    return Address(year_path(language, year), Kind.SITEMAP, language)


def announce_issue(issue: Issue, *, more: Iterable[str] = ()) -> None:
    """It is out. Belongs inside the transaction that sends it."""
    shown = {issue.language, *languages_shown()}
    said = {issues_list(issue.newsletter_id, issue.language), versions_key(issue), SITEMAPS}
    said |= {year_key(language, issue.year) for language in shown}  # they name its versions
    path = archive_path(issue.newsletter, issue.language)
    addresses = [
        address_of(issue),
        Address(path, Kind.LIST, issue.language),
        *feeds_at(path, issue.language),
        address_of_year(issue.language, issue.year),
    ]
    keys.announce(*said, *more, addresses=addresses)


def announce_change_of_archive(issue: Issue) -> None:
    """It is withdrawn, or shown again: all pages of its archive are cut otherwise. Belongs inside the
    transaction of the change."""
    announce_issue(issue, more=[full_pages(issues_list(issue.newsletter_id, issue.language))])


def announce_newsletter(newsletter: Newsletter) -> None:
    """It was made, or told otherwise. Belongs inside the transaction of the change."""
    addresses = [
        Address(archive_path(newsletter, language), Kind.LIST, language)
        for language in languages_shown()
    ]
    keys.announce(newsletter_key(newsletter.pk), addresses=addresses)
