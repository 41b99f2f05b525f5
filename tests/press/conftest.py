"""A press of its own for each test, with nothing on its shelf."""

import socket
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from rotativa.press.actions import Done, mark_all, print_due
from rotativa.press.models import Printing
from rotativa.press.targets.folder.target import FolderTarget


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
def printed(paper: object, print_all: Callable[[], Done]) -> None:
    """The whole paper is printed."""
    mark_all(at=timezone.now(), why="begin")
    print_all()
    assert not Printing.objects.stale().exists()


@pytest.fixture
def unused_port() -> int:
    """Where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
