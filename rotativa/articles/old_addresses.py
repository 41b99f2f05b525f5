"""Where the addresses of other systems' lists and feeds are now: of WordPress, Ghost, Hugo, Jekyll.

An import leaves a redirect for each text. Their archives follow few patterns, so no rows are kept for
them: an address that nothing answers is read here, and leads to a list or feed that is there.
"""

import re
from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale

from rotativa.articles.feeds.addresses import ATOM, JSON
from rotativa.articles.models import Article, Author, FrontPage, Section, Tag
from rotativa.articles.models.group import Group, GroupQuerySet
from rotativa.pages.addresses import home_url

FEED = (
    r"(?P<feed>(?:feed|rss)(?:/(?:rss2?|atom|rdf|json))?/?|(?:index|rss|atom|feed)\.xml|feed\.json)"
)
PAGE = r"(?:page/\d+/?)?"
PAPER = re.compile(rf"{PAGE}{FEED}|page/\d+/?")
GROUP = re.compile(
    rf"(?P<kind>category|categories|tags?|authors?|topics?)/(?:[^/]+/)*?(?P<slug>[^/]+)/?{PAGE}{FEED}?"
)
DATE = re.compile(rf"(?P<year>[12]\d{{3}})(?:/(?P<month>0[1-9]|1[0-2])(?:/\d\d)?)?/?{PAGE}{FEED}?")
AMP = re.compile(r"(?P<text>/.+)/amp/?")
"""A second form of each text, for phones, which Ghost had and WordPress could have."""
KINDS: dict[str, tuple[type[Group], ...]] = {
    "c": (Section, Tag),
    "t": (Tag, Section),
    "a": (Author,),
}
"""By the first letter of the word in the address: an import may have made either of a category or tag."""
QUERIES = {"category_name": "category", "tag": "tag", "author_name": "author"}
# Printed, since feed readers ask for them all day.
ROOTS = (
    "feed/",
    "feed/atom/",
    "feed/json/",
    "rss/",
    "rss.xml",
    "atom.xml",
    "index.xml",
    "feed.xml",
)
BELOW_LANGUAGE = ("feed/", "rss/", "index.xml")


def may_be_old(path: str) -> bool:
    """By its form alone, which costs nothing to look at."""
    _language, rest = split(path)
    return any(pattern.fullmatch(rest) for pattern in (PAPER, GROUP, DATE)) or bool(
        AMP.fullmatch(path)
    )


def new_address(path: str) -> str:
    """Where what an address once had is now; empty where we know of nothing."""
    language, rest = split(path)
    if found := PAPER.fullmatch(rest):
        is_shown = FrontPage.objects.live().filter(locale__language_code=language).exists()
        return with_feed(home_url(language), found) if is_shown else ""
    if found := GROUP.fullmatch(rest):
        return group_at(found["kind"], found["slug"], found, language=language)
    if found := DATE.fullmatch(rest):
        return date_at(int(found["year"]), found["month"], language=language)
    if found := AMP.fullmatch(path):
        return text_at(found["text"])
    return ""


def text_at(path: str) -> str:
    """Where the text is that once had this address, if readers may open it."""
    redirects = Redirect.objects.filter(
        old_path=Redirect.normalise_path(path), redirect_page__live=True
    )
    found = redirects.select_related("redirect_page").first()
    return str(found.link) if found else ""


def split(path: str) -> tuple[str, str]:
    """The language of an address, the main one where it tells none, and what stands below."""
    first, _slash, rest = path.removeprefix("/").partition("/")
    if first in dict(settings.LANGUAGES):
        return first, rest
    return settings.LANGUAGE_CODE, path.removeprefix("/")


def address_of_query(query: Mapping[str, str]) -> str:
    """WordPress without permalinks: `/?m=202604`, `/?tag=dams`, `/?feed=rss2`."""
    feed = "feed/" if "feed" in query else ""
    for name, kind in QUERIES.items():
        if slug := query.get(name):
            return new_address(f"/{kind}/{slug}/{feed}")
    if date := re.fullmatch(r"([12]\d{3})(\d\d)?\d*", query.get("m", "")):
        return new_address(f"/{date[1]}/" + (f"{date[2]}/" if date[2] else ""))
    return new_address("/feed/") if feed else ""


def with_feed(address: str, found: "re.Match[str]") -> str:
    """The address of a list, or of its feed where that was asked for."""
    if not found["feed"]:
        return address
    return address + (JSON if "json" in found["feed"] else ATOM)


def group_at(kind: str, slug: str, found: "re.Match[str]", *, language: str) -> str:
    locale = Locale.objects.filter(language_code=language).first()
    if locale is None:
        return ""
    for model in KINDS["t" if kind.startswith("topic") else kind[0]]:
        group = GroupQuerySet(model).named_there(slug, locale=locale)
        if group is not None:
            return with_feed(group.get_absolute_url(), found)
    return ""


def date_at(year: int, month: str | None, *, language: str) -> str:
    articles = Article.objects.published().filter(locale__language_code=language)
    with translation.override(language):
        if month and articles.of_month(year, int(month)).exists():
            return reverse("month", args=[f"{year}", month])
        if articles.filter(published_date__year=year).exists():
            return reverse("archive_year", args=[year])
    return ""
