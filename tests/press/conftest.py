"""A press of its own for each test, with nothing on its shelf."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from rotativa.press.actions import Done, print_due
from rotativa.press.targets.folder.target import FolderTarget
from tests.conftest import has_indexes
from tests.printed import PrintedPapers
from tests.servers import free_port


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, settings: Settings) -> FolderTarget:
    settings.PRINTED_ROOT = tmp_path / "printed"
    return FolderTarget(settings.PRINTED_ROOT)


@pytest.fixture
def print_all(shelf: FolderTarget) -> Callable[[], Done]:
    """Print what is due, each time some seconds later."""
    turns = count(1)

    def run() -> Done:
        later = timedelta(seconds=3 * next(turns))
        return print_due(to=shelf, now=lambda: timezone.now() + later)

    return run


@pytest.fixture
def printed(paper: object, shelf: FolderTarget, request: pytest.FixtureRequest) -> None:
    """The whole paper is printed, before anything is added to it."""
    papers: PrintedPapers = request.getfixturevalue("_printed_papers")
    papers.lay(shelf, is_indexed=has_indexes(request))


@pytest.fixture
def unused_port() -> int:
    """Where nobody listens."""
    return free_port()
