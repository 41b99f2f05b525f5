"""The page of a source is printed, with its own policy, and again when its copy is withdrawn."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from rotativa.articles.models import FrontPage
from rotativa.evidence.actions import withdraw_capture
from rotativa.people.models import User
from rotativa.press.actions import Done
from rotativa.press.models import Printing
from rotativa.press.targets.folder.target import FolderTarget
from tests.factories.articles import add_article
from tests.factories.captures import captured
from tests.factories.evidence import leaning, source

NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_page_of_a_source_follows_its_copy(
    paper: FrontPage, printed: None, shelf: FolderTarget, print_all: Callable[[], Done]
) -> None:
    log = source("Log")
    add_article(paper, "The gate", slug="gate", body=[leaning(log)])
    path = f"/en/sources/{log.pk}/"
    copies = [captured(log), captured(log)]

    print_all()
    print_all()
    first = shelf.read(path)
    assert first is not None
    compared = shelf.read(f"{path}changes/")
    ada = User.objects.create_user("ada@paper.example")
    for copy in copies:
        withdraw_capture(copy, because="A court.", by=ada, at=NOON)
    stale = set(Printing.objects.stale().values_list("path", flat=True))
    print_all()
    second = shelf.read(path)

    assert "frame-src 'self'" in first.headers["content-security-policy"]
    assert b"view.html" in first.bodies[""]
    assert compared is not None
    assert b"Both say the same words." in compared.bodies[""]
    assert shelf.read(f"{path}changes/") is None
    assert {path, f"{path}changes/", "/en/2026/04/16/gate/", "/en/sources/"} <= stale
    assert second is not None
    assert b"A court." in second.bodies[""]
    assert b"view.html" not in second.bodies[""]
