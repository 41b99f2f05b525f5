"""`rotativa capture`: by hand, what the clock and the worker do by themselves."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from rotativa.cli.main import main
from rotativa.evidence.models import Capture, Source
from tests.factories.captures import captured
from tests.factories.evidence import source

REFUSED = "http://log.example:22/"
"""An address of which the guard asks nothing."""


def capture(*options: str) -> Result:
    return CliRunner().invoke(main, ["capture", *options])


def test_copies_are_asked_for_and_taken(served_site: Path) -> None:
    source("Log", url=REFUSED)
    captured(source("Film"))

    missing = capture("--missing")
    again = capture("http://www.log.example:22", "--json")

    assert (missing.exit_code, missing.stdout) == (1, "Done: 1 failed.\n"), missing.output
    assert (again.exit_code, json.loads(again.stdout)) == (1, {"failed": 1})
    assert capture().stdout == "Nothing was due.\n"
    assert Capture.objects.filter(source__title="Log", status="failed").count() == 2


def test_sources_are_looked_at(served_site: Path) -> None:
    source("Log", url=REFUSED)

    done = capture("--check", REFUSED)

    assert (done.exit_code, done.stdout) == (1, "Done: 1 unreachable.\n"), done.output
    assert Source.objects.get().bad_in_row == 1
    assert (capture("--check").exit_code, capture("--check").stdout) == (0, "Nothing was due.\n")


def test_what_cannot_be_meant_is_refused(served_site: Path) -> None:
    for options in (
        ("https://nowhere.example/",),
        ("ftp://log.example/",),
        ("--check", "--missing"),
    ):
        refused = capture(*options)
        assert refused.exit_code == 2
        assert refused.output.startswith("Error: ")
