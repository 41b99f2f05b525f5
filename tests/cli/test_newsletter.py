"""`rotativa newsletter`: by hand, what the clock and editors do."""

import json
from datetime import timedelta
from pathlib import Path

from click.testing import CliRunner, Result
from django.utils import timezone

from rotativa.articles.models import FrontPage
from rotativa.cli.main import main
from rotativa.newsletters.models import Issue
from tests.factories.articles import add_article


def newsletter(*options: str) -> Result:
    return CliRunner().invoke(main, ["newsletter", *options])


def test_an_issue_is_composed_sent_and_told_of(served_site: Path, paper: FrontPage) -> None:
    add_article(paper, "Flood", at=timezone.now() - timedelta(minutes=5))

    composed = newsletter("compose")
    again = newsletter("compose")

    issue = Issue.objects.get()
    assert composed.stdout == f"en {issue.period}: Flood\n", composed.output
    assert (again.exit_code, again.stdout) == (0, "")
    sent = newsletter("send", "daily", "--language", "en")
    assert sent.stdout == f"en {issue.period}: goes to 0\n", sent.output
    assert newsletter("send").exit_code == 1
    (told,) = json.loads(newsletter("status", "--json").stdout)
    assert (told["newsletter"], told["language"], told["all"]) == ("daily", "en", 0)
    assert newsletter("status").stdout.startswith(f"daily en {issue.period}, ")
    assert newsletter("compose", "weekly").exit_code == 2
