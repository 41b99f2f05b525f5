"""What stands around what an issue says: whose it is, where it is to be read, how to leave."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from rotativa.articles.sitemaps import languages_shown
from rotativa.newsletters.mime.slots import TOKEN
from rotativa.newsletters.models import Issue
from rotativa.pages import languages
from rotativa.pages.addresses import absolute, home_url
from rotativa.pages.models import Paper

STAND_IN = "token"


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    code: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class IssueFrame:
    language: str
    direction: str
    name: str
    """Of the paper."""
    newsletter: str
    is_daily: bool
    tagline: str
    statement: str
    day: date
    home: str
    web_url: str
    archive_url: str
    questions_url: str
    leave_url: str
    """With the mark of the place where the subscriber is named, as the next."""
    choices_url: str
    others: tuple[OtherLanguage, ...]


def frame_of(issue: Issue) -> IssueFrame:
    """Addresses are absolute; the issue's language must be active."""
    paper = Paper.objects.in_language(issue.language)
    slug = issue.newsletter.slug
    return IssueFrame(
        language=issue.language,
        direction=languages.direction(issue.language),
        name=paper.name if paper else str(settings.WAGTAIL_SITE_NAME),
        newsletter=issue.newsletter.name_in(issue.language),
        is_daily=not issue.newsletter.is_weekly,
        tagline=paper.tagline if paper else "",
        statement=paper.statement if paper else "",
        day=issue.day or timezone.localdate(issue.until),
        home=absolute(home_url(issue.language)),
        web_url=absolute(reverse("newsletters:issue", args=[slug, issue.period])),
        archive_url=absolute(reverse("newsletters:archive", args=[slug])),
        questions_url=absolute(reverse("questions")),
        leave_url=with_token(reverse("newsletters:leave", args=[slug, STAND_IN])),
        choices_url=with_token(reverse("newsletters:choices", args=[STAND_IN])),
        others=tuple(other_languages(issue)),
    )


def with_token(path: str) -> str:
    before, _, after = path.rpartition(STAND_IN)
    return f"{absolute(before)}{TOKEN}{after}"


def other_languages(issue: Issue) -> list[OtherLanguage]:
    """Where the newsletter is in each other language of the paper that has a front page."""
    found = []
    for code in languages_shown():
        if code != issue.language:
            with translation.override(code):
                path = reverse("newsletters:archive", args=[issue.newsletter.slug])
            found.append(OtherLanguage(code, languages.title_of(code), absolute(path)))
    return found
