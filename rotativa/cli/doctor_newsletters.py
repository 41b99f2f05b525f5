"""What `rotativa doctor` says of issues that have stopped or did not come out, and of subscribers after the site's key was changed, and
how it mends those."""

from collections.abc import Iterator

from django.db import DatabaseError
from django.utils import timezone

from rotativa.cli.findings import Finding
from rotativa.cli.prepare import refuse_missing_file
from rotativa.cli.site import CannotRun
from rotativa.lib.config import Config

MOST = 5


def newsletters(config: Config, *, fix: bool) -> Iterator[Finding]:  # noqa: ARG001  # all examinations take it
    """Whose digest is of a former key is found as long as the site is told that key."""
    from rotativa.newsletters.actions import (  # noqa: PLC0415  # settings come first
        outdated,
        rekey_subscribers,
    )

    try:
        refuse_missing_file()
        yield from stuck()
        yield from missed()
        yield from unread()
        mended = rekey_subscribers() if fix else 0
        left = sum(1 for _each in outdated())
    except (CannotRun, DatabaseError):
        return  # the database's own finding has said so
    if mended:
        yield Finding("newsletters", True, f"{people(mended)} known by a former key.", "Mended.")
    if left and fix:
        yield Finding(
            "newsletters",
            False,
            f"{people(left)} there twice: the address came again under the new key.",
            "Delete one of both at the desk, then run: rotativa doctor --fix",
        )
    elif left:
        told = f"{people(left)} known by a former key."
        yield Finding("newsletters", False, told, "Run: rotativa doctor --fix")
    elif not mended:
        yield Finding("newsletters", True, "subscribers are known by the site's key.")


def stuck() -> Iterator[Finding]:
    from rotativa.newsletters.models import Issue  # noqa: PLC0415  # settings come first

    for issue in Issue.objects.stuck(timezone.now())[:MOST]:
        name = f"{issue.newsletter.slug} {issue.language} {issue.period}"
        why = " ".join(issue.why.split())
        yield Finding(
            "newsletters",
            False,
            f"the issue {name} does not go on: {why}",
            "See it at the desk: Newsletters, Issues. A stopped one goes on, or ends, as you say there.",
        )


def missed() -> Iterator[Finding]:
    from rotativa.newsletters.models import Miss  # noqa: PLC0415  # settings come first

    for miss in Miss.objects.lately(timezone.now())[:MOST]:
        why = " ".join(f"{miss.get_kind_display()}. {miss.last_error}".split())
        yield Finding(
            "newsletters",
            False,
            f"the issue {miss} has not come out: {why}",
            "The log has all of it. At the desk, Newsletters, Issues, one can be composed and sent by hand.",
        )


def unread() -> Iterator[Finding]:
    """The page of their choices tells those who wait that nothing comes; no mail does."""
    from rotativa.articles.sitemaps import languages_shown  # noqa: PLC0415  # settings come first
    from rotativa.newsletters.in_vain import waiting_in_vain  # noqa: PLC0415  # settings come first

    for language, number in waiting_in_vain(languages_shown()):
        yield Finding(
            "newsletters",
            False,
            f"{people(number)} waiting for issues in {language}, which has no front page that readers can open.",
            "Publish one, or write to them. They can choose another language, or leave.",
        )


def people(number: int) -> str:
    return f"{number:,} subscriber{' is' if number == 1 else 's are'}"
