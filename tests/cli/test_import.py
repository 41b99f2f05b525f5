"""`rotativa import`: what the command adds to what importers do."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from rotativa.articles.models import Article
from rotativa.cli.main import main

SITE = Path(__file__).resolve().parent.parent / "site"
DATED = """\
---
title: Ferry back on the timetable
date: 2026-03-02 07:30
---
The ten past is the ten past.
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site's folder of its own, for what commands write into it."""
    shutil.copytree(SITE, tmp_path / "site")
    monkeypatch.setenv("ROTATIVA_SITE", str(tmp_path / "site"))
    return tmp_path / "site"


@pytest.mark.usefixtures("site", "paper")
def test_dates_of_markdown_are_in_the_papers_time_zone(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "ferry.md").write_text(DATED, encoding="utf-8")

    result = CliRunner().invoke(main, ["import", "markdown", str(tmp_path / "old"), "--json"])

    assert result.exit_code == 0, result.output
    article = Article.objects.get(slug="ferry")
    assert article.first_published_at == datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
