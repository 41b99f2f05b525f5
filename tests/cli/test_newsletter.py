"""`rotativa newsletter`: by hand, what the clock and editors do."""

import json
from datetime import date, timedelta
from pathlib import Path

import time_machine
from click.testing import CliRunner, Result
from django.utils import timezone

from rotativa.articles.models import FrontPage
from rotativa.cli.main import main
from rotativa.newsletters.models import Issue, Newsletter
from rotativa.newsletters.models.issue import Stage
from tests.factories.articles import add_article
from tests.newsletters.conftest import NOW


def newsletter(*options: str, said: str = "") -> Result:
    return CliRunner().invoke(main, ["newsletter", *options], input=said)


@time_machine.travel(NOW + timedelta(hours=4), tick=False)
def test_an_issue_is_composed_sent_and_told_of(served_site: Path, paper: FrontPage) -> None:
    Newsletter.objects.update(scheduled_at=NOW - timedelta(days=30), time_zone="UTC")
    add_article(paper, "Flood", at=timezone.now() - timedelta(minutes=5))

    composed = newsletter("compose")
    again = newsletter("compose")

    assert composed.exit_code == 0, composed.output
    issue = Issue.objects.get()
    assert composed.stdout == f"en {issue.period}: Flood\n", composed.output
    there = f"en {issue.period}: is there already"
    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr == f"{there}, not sent; compose it anew: --again\n"
    add_article(paper, "Drought", at=timezone.now() - timedelta(minutes=4))
    anew = newsletter("compose", "--again")
    assert (anew.exit_code, anew.stdout) == (0, f"en {issue.period}: Drought\n")
    Issue.objects.update(edited_at=timezone.now())
    arranged = newsletter("compose", "--again")
    assert arranged.exit_code == 1
    assert arranged.stderr.startswith(f"{there}, as an editor has arranged it")
    Issue.objects.update(edited_at=None, subject="Flood")
    older = Issue.objects.create(
        newsletter=issue.newsletter,
        language="en",
        period="older",
        day=date(2020, 1, 1),
        subject="Drought",
        html="<p>Drought</p>",
        text="Drought",
    )
    asked = newsletter("send", said="n\n")
    assert asked.exit_code == 1
    assert f"en {issue.period}: Flood (subscribers: 0)\nSend now?" in asked.stdout
    assert Issue.objects.get(pk=issue.pk).is_draft
    sent = newsletter("send", "daily", "--language", "en", "--yes")
    assert sent.stdout.endswith(f"en {issue.period}: goes to 0\n"), sent.output
    assert newsletter("send", "--yes").exit_code == 1
    late = newsletter("compose", "--again")
    assert (late.exit_code, late.stderr.startswith(f"{there}, being sent; ")) == (1, True)
    told, left_out = json.loads(newsletter("status", "--json").stdout)
    assert (told["newsletter"], told["language"], told["all"]) == ("daily", "en", 0)
    assert (left_out["period"], left_out["state"]) == (older.period, Stage.SKIPPED)
    assert newsletter("status").stdout.startswith(f"daily en {issue.period}, ")
    assert newsletter("compose", "weekly").exit_code == 2


def test_what_cannot_be_sent_is_told(served_site: Path, paper: FrontPage) -> None:
    article = add_article(paper, "Flood", at=timezone.now() - timedelta(minutes=5))
    newsletter("compose")
    article.unpublish()

    sent = newsletter("send", said="y\n")

    assert sent.exit_code == 1, sent.output
    period = Issue.objects.get().period
    assert sent.stderr == f"en {period}: Nothing that it could tell is published.\n"
