"""Sites as an operator has them: folders with a database of their own, worked on by real commands."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Self

import click
import pytest
from django.core.management.utils import get_random_secret_key
from django.db import connection
from pytest_django import Settings

from rotativa.articles.models import FrontPage
from rotativa.lib.config import Config
from rotativa.press.rendering import handler
from tests.database import FOLDER, ROOT, held

ROTATIVA = [sys.executable, "-m", "rotativa"]
SITE = Path(__file__).resolve().parent.parent / "site"
MOST_SECONDS = 150
"""How long a command may take on a busy machine before it counts as hanging."""
LONGEST_KEPT = 3600
"""Seconds: tests are of a new site, whose clock has only just begun."""


@dataclass(frozen=True)
class NewSite:
    folder: Path
    output: str
    """What `rotativa new` said, with the one-time password."""

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return run(*arguments, ROTATIVA_SITE=str(self.folder), **variables)

    @property
    def password(self) -> str:
        return self.output.split("one-time password", 1)[1].split()[0]


def environment(**variables: str) -> dict[str, str]:
    """As in a shell of the operator's: nothing of the suite's own settings."""
    ours = ("ROTATIVA_", "DJANGO_")
    return {key: value for key, value in os.environ.items() if not key.startswith(ours)} | variables


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*ROTATIVA, *arguments],
        check=False,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=MOST_SECONDS,
    )


@pytest.fixture(scope="session")
def _first_site(tmp_path_factory: pytest.TempPathFactory) -> NewSite:
    """Made once for all runs of the same code in an hour: its tables take longer than most tests."""
    folder = tmp_path_factory.mktemp("new") / "first"
    kept = FOLDER / f"{digest_of_code()}.site"
    with held("site"):
        if not kept.exists() or time.time() - kept.stat().st_mtime > LONGEST_KEPT:
            make_site(kept)
        shutil.copytree(kept / "first", folder)
        told = (kept / "told.txt").read_text(encoding="utf-8")
    return NewSite(folder, told)


def make_site(kept: Path) -> None:
    for older in FOLDER.glob("*.site*"):
        shutil.rmtree(older)
    draft = kept.with_suffix(".site-draft")
    draft.mkdir()
    made = run("new", str(draft / "first"), "--name", "The Estuary")
    assert made.returncode == 0, made.stderr
    (draft / "told.txt").write_text(made.stdout, encoding="utf-8")
    draft.rename(kept)


def digest_of_code() -> str:
    """Of all that `rotativa new` may depend on; catalogues are compiled from others of these files."""
    digest = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    for path in sorted((ROOT / "rotativa").rglob("*")):
        if path.is_file() and path.suffix not in {".pyc", ".mo"}:
            digest.update(f"\0{path}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@pytest.fixture
def new_site(request: pytest.FixtureRequest, tmp_path: Path) -> NewSite:
    """A copy of what `rotativa new` makes, for one test to use up."""
    if connection.vendor != "sqlite":
        pytest.skip("this site has SQLite, whatever the suite runs on; seen in that other run")
    first: NewSite = request.getfixturevalue("_first_site")
    folder = tmp_path / "paper"
    shutil.copytree(first.folder, folder)
    return NewSite(folder, first.output)


class Noting:
    """A supervisor that only tells what it would start."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def start(self, name: str, _: Callable[[], None]) -> None:
        click.echo(name)

    def watch(self) -> None:
        click.echo("watching")


def start_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """`rotativa serve` only tells what it would start; connections are the test's, and stay open."""
    module = import_module("rotativa.cli.serve")  # its name in the package is the command's
    monkeypatch.setattr(module, "Supervisor", Noting)
    monkeypatch.setattr(module.connections, "close_all", lambda: None)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings, db: None) -> Path:
    """A folder as `rotativa new` leaves it, on the suite's database."""
    settings.SECRET_KEY = get_random_secret_key()
    folder = tmp_path / "site"
    shutil.copytree(SITE, folder)
    for part in ("data", "media", "secrets"):
        (folder / part).mkdir()
    secret = folder / "secrets" / "mail__password"
    secret.touch(mode=0o600)
    configure(folder, 'languages = ["en", "es"]')
    settings.PRINTED_ROOT = folder / "printed"
    monkeypatch.setenv("ROTATIVA_SITE", str(folder))
    return folder


@pytest.fixture
def served_site(
    tmp_path: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    paper: FrontPage,
    kept_connection: None,
) -> Iterator[Path]:
    """The suite's own site, whose files lie in a folder of this test."""
    folder = tmp_path / "site"
    shutil.copytree(SITE, folder)
    monkeypatch.setenv("ROTATIVA_SITE", str(folder))
    settings.PRINTED_ROOT = folder / "printed"
    settings.STATIC_ROOT = folder / "static"
    handler.cache_clear()  # it keeps the folder of static files that it was made with
    yield folder
    handler.cache_clear()


def configure(folder: Path, line: str) -> None:
    path = folder / "rotativa.toml"
    name = line.split(" = ", maxsplit=1)[0]
    lines = [old for old in path.read_text().splitlines() if not old.startswith(f"{name} =")]
    path.write_text("\n".join([line, *lines, ""]))


@pytest.fixture
def config(settings: Settings) -> Config:
    given: Config = settings.CONFIG
    sends = {"how": "smtp", "host": "relay.paper.press", "sender": "post@paper.press"}
    bounces = {"bounces": "bounces@paper.press", "returns_port": 2424}
    return given.model_copy(
        update={
            "mail": given.mail.model_copy(update=sends),
            "newsletters": given.newsletters.model_copy(update=bounces),
        }
    )
