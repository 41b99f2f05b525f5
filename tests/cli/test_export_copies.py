"""`rotativa export` with copies of sources: all that shows and proves them, and nothing that was withdrawn."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from pytest_django import Settings

from rotativa.articles.models import FrontPage
from rotativa.cli.main import main
from rotativa.evidence.actions import withdraw_capture
from rotativa.evidence.capture.wacz.verifying import verify
from rotativa.evidence.models import Capture, Stamp
from rotativa.people.models import User
from tests.factories.articles import add_article
from tests.factories.captures import captured
from tests.factories.evidence import leaning, source

NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)


@pytest.fixture
def copy(served_site: Path, settings: Settings, paper: FrontPage) -> Capture:
    """Of a source that an article leans on, with a stamp."""
    settings.CAPTURES_ROOT = served_site / "captures"
    log = source("Log")
    add_article(paper, "The gate", body=[leaning(log)])
    copy = captured(log)
    Stamp.objects.create(
        capture=copy,
        authority="http://tsa.example/",
        token=b"token",
        root=b"root",
        at=NOON,
        is_verified=True,
        asked_at=NOON,
    )
    return copy


def test_copies_come_along_until_they_are_withdrawn(copy: Capture, tmp_path: Path) -> None:
    out = tmp_path / "out"
    folder = out / "captures" / copy.folder
    stamp = copy.stamps.get()

    first = CliRunner().invoke(main, ["export", str(out), "--json"])

    assert first.exit_code == 0, first.output
    assert (out / f"en/sources/{copy.source_id}/index.html").is_file()
    assert {each.name for each in folder.iterdir()} == {
        *("view.html", "text.txt", "capture.wacz"),
        *(stamp.file_name("tsr"), stamp.file_name("pem")),
    }
    assert verify(folder / "capture.wacz", sha256=copy.sha256).problems == ()
    assert (folder / stamp.file_name("tsr")).read_bytes() == b"token"
    rule = (out / "_headers").read_text().partition("/captures/*\n")[2]
    assert rule.startswith("  Content-Security-Policy: sandbox; default-src 'none'")
    needs = json.loads(first.stdout)["needs_application"]
    assert [path for path in needs if path.startswith("/captures/")] == []

    ada = User.objects.create_user("ada@paper.example")
    withdraw_capture(copy, because="A court has ordered it.", by=ada, at=NOON)
    second = CliRunner().invoke(main, ["export", str(out)])

    assert second.exit_code == 0, second.output
    assert {each.name for each in folder.iterdir()} == {
        stamp.file_name("tsr"),
        stamp.file_name("pem"),
    }
