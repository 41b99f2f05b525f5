"""`rotativa doctor` on copies of sources: what is wrong with them, and what `--fix` has taken anew."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from rotativa.articles.models import FrontPage
from rotativa.evidence.models import Capture
from rotativa.evidence.models.capture import Status, Visibility
from tests.cli.test_doctor import faults, look
from tests.factories.captures import captured
from tests.factories.evidence import source


@pytest.fixture
def copies(site: Path, paper: FrontPage, settings: Settings) -> Path:
    settings.CAPTURES_ROOT = site / "captures"
    return site / "captures"


def test_lost_and_damaged_copies_are_told_and_taken_again(copies: Path) -> None:
    whole, lost, damaged, hidden, twice, again = (
        captured(source(name)) for name in ("Log", "Film", "Note", "Court", "Post", "Post")
    )
    for each in (lost, hidden, twice):
        shutil.rmtree(each.path)
    hidden.visibility, hidden.withdrawn_because = Visibility.WITHDRAWN, "A court."
    hidden.save(update_fields=["visibility", "withdrawn_because"])
    content = bytearray(damaged.wacz.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.wacz.write_bytes(content)

    told = faults()
    fixed = look("--fix").output
    look("--fix")

    assert [(part, what) for part, what, _advice in told] == [
        ("copies", f"2 have not all of their files: Film ({lost.path}), Post ({twice.path})"),
        ("copies", f"1 is not what was put there: Note ({damaged.path})"),
    ]
    assert "Another is taken of each source that has no whole one." in fixed
    asked = Capture.objects.filter(status=Status.QUEUED).order_by("source_id")
    assert [each.source for each in asked] == [lost.source, damaged.source]
    assert {whole.source, again.source, hidden.source}.isdisjoint(each.source for each in asked)


def test_copies_that_nobody_takes_are_told(copies: Path) -> None:
    now = timezone.now()
    for name, hours in (("Log", 2), ("Film", 0)):
        captured(source(name), Status.QUEUED, next_attempt_at=now - timedelta(hours=hours))
    held = now - timedelta(hours=3)
    captured(source("Note"), Status.WORKING, lease="x", leased_until=held)

    assert [(part, what) for part, what, _advice in faults()] == [
        ("copies", "2 wait for more than an hour, and nobody takes copies.")
    ]
