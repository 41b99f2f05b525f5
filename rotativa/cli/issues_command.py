"""`rotativa newsletter compose|send|status`: issues by hand, as the clock and editors do."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rotativa.cli.prepare import require_tables
from rotativa.cli.site import CannotRun, enter_finished_site

if TYPE_CHECKING:
    from rotativa.newsletters.models import Issue, Newsletter

LATEST = 20
SITE = click.option(
    "--site", type=click.Path(path_type=Path, file_okay=False), help="The site's folder."
)
SLUG = click.argument("slug", default="daily", metavar="[NEWSLETTER]")


@click.command()
@SLUG
@click.option("--again", is_flag=True, help="Compose drafts anew that no editor has arranged.")
@SITE
def compose(slug: str, *, again: bool, site: Path | None) -> None:
    """Compose the next issue in each language. What is there already stays, and is told of."""
    series = newsletter_at(slug, site)
    from django.utils import timezone  # noqa: PLC0415  # settings come first

    from rotativa.newsletters import actions  # noqa: PLC0415  # settings come first
    from rotativa.newsletters.models import Issue  # noqa: PLC0415  # settings come first
    from rotativa.newsletters.schedule import (  # noqa: PLC0415  # settings come first
        next_turn,
        turn_of,
    )

    at = timezone.now()
    turn = turn_of(series, at) or next_turn(series, at)
    there = list(Issue.objects.of_turn(series, turn.period))
    composed = actions.compose_turn(series, turn, at=at, is_asked=True)
    for issue in composed:
        click.echo(f"{issue.language} {issue.period}: {issue.subject}")
    if not (there or composed):
        click.echo("Nothing new has been published since the latest issue.")
    kept = [each for each in there if not (again and is_composed_anew(each))]
    for issue in kept:
        click.echo(f"{issue.language} {issue.period}: {why_kept(issue)}", err=True)
    click.get_current_context().exit(1 if kept else 0)


def is_composed_anew(issue: "Issue") -> bool:
    from django.utils import timezone  # noqa: PLC0415  # settings come first

    from rotativa.newsletters import actions  # noqa: PLC0415  # settings come first

    if not (issue.is_draft and issue.edited_at is None):
        return False
    actions.compose_draft_anew(issue, at=timezone.now())
    click.echo(f"{issue.language} {issue.period}: {issue.subject}")
    return True


def why_kept(issue: "Issue") -> str:
    if not issue.is_draft:
        return f"is there already, {issue.get_stage_display().lower()}; nothing was composed"
    if issue.edited_at is not None:
        return "is there already, as an editor has arranged it; nothing was composed"
    return "is there already, not sent; compose it anew: --again"


@click.command()
@SLUG
@click.option("--language", default="", help="Only the draft in this language.")
@click.option("--yes", is_flag=True, help="Do not ask: what is sent cannot be fetched back.")
@SITE
def send(slug: str, *, language: str, yes: bool, site: Path | None) -> None:
    """Send the newest draft of a newsletter in each language now; the worker of `rotativa serve` delivers
    them. Older drafts are left out."""
    series = newsletter_at(slug, site)
    from rotativa.newsletters.models import (  # noqa: PLC0415  # settings come first
        Issue,
        Subscriber,
    )

    drafts = Issue.objects.newest_drafts(series, language=language)
    if not drafts:
        click.echo("There is no draft. Compose one: rotativa newsletter compose")
        click.get_current_context().exit(1)
    for issue in drafts:
        number = Subscriber.objects.audience(issue).count()
        click.echo(f"{issue.language} {issue.period}: {issue.subject} (subscribers: {number})")
    if not yes:
        click.confirm("Send now?", abort=True)
    send_drafts(drafts)


def send_drafts(drafts: "list[Issue]") -> None:
    from django.utils import timezone  # noqa: PLC0415  # settings come first

    from rotativa.newsletters import actions  # noqa: PLC0415  # settings come first
    from rotativa.newsletters.tasks import wake  # noqa: PLC0415  # settings come first

    failed = 0
    for issue in drafts:
        try:
            sent = actions.send_now(issue, at=timezone.now())
        except actions.CannotSend as error:
            click.echo(f"{issue.language} {issue.period}: {error}", err=True)
            failed += 1
            continue
        wake([sent])
        click.echo(f"{sent.language} {sent.period}: goes to {sent.frozen_count}")
    click.get_current_context().exit(1 if failed else 0)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@SITE
def status(*, as_json: bool, site: Path | None) -> None:
    """How far the latest issues are."""
    enter_finished_site(site)
    require_tables()
    from rotativa.newsletters.models import Issue  # noqa: PLC0415  # settings come first
    from rotativa.newsletters.progress import (  # noqa: PLC0415  # settings come first
        Progress,
        progress_of,
    )

    issues = list(Issue.objects.newest_first()[:LATEST])
    found = progress_of([each for each in issues if each.is_out])
    rows = [
        {
            "newsletter": each.newsletter.slug,
            "language": each.language,
            "period": each.period,
            "state": each.stage,
            **asdict(found.get(each.pk, Progress())),
        }
        for each in issues
    ]
    if as_json:
        click.echo(json.dumps(rows))
        return
    for each in issues:
        words = f": {found[each.pk].words}" if each.pk in found else ""
        name = f"{each.newsletter.slug} {each.language} {each.period}"
        click.echo(f"{name}, {each.stage_words}{words}")


def newsletter_at(slug: str, site: Path | None) -> "Newsletter":
    enter_finished_site(site)
    require_tables()
    from rotativa.newsletters.models import Newsletter  # noqa: PLC0415  # settings come first

    found = Newsletter.objects.filter(slug=slug).select_related("section", "author").first()
    if found is None:
        raise CannotRun(f"{slug} is no newsletter.")
    return found
