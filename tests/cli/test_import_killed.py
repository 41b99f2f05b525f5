"""An import that ends in the middle, killed or for want of room, leaves whole batches; the next goes on."""

import resource
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.conftest import ROTATIVA, NewSite, environment
from tests.importers.systems.wordpress.exports import export, item

POSTS = 900


def count(site: Path, table: str) -> int:
    with sqlite3.connect(f"file:{site}/data/paper.sqlite3?mode=ro", uri=True) as database:
        [(rows,)] = database.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  # our own names
    database.close()
    return int(rows)


@pytest.fixture
def site(new_site: NewSite) -> Path:
    return new_site.folder


@pytest.fixture
def command(site: Path, tmp_path: Path) -> list[str]:
    """Imports the posts of a blog into the site."""
    path = tmp_path / "blog.xml"
    posts = [item(post_id=str(n), post_name=f"post-{n}") for n in range(1, POSTS + 1)]
    path.write_text(export(*posts), encoding="utf-8")
    return [*ROTATIVA, "import", "wordpress", str(path), "--site", str(site), "--no-fetch"]


def test_import_without_room_says_so_and_goes_on_when_there_is(
    site: Path, command: list[str]
) -> None:
    room = (site / "data" / "paper.sqlite3").stat().st_size + 1_000_000

    first = subprocess.run(
        command,
        check=False,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=300,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )

    kept = count(site, "importers_importedthing")
    assert (first.returncode, first.stdout) == (2, "")
    assert first.stderr.startswith("Error: The import stopped: ")
    assert first.stderr.count("\n") == 1
    assert (kept % 100, count(site, "articles_article")) == (0, kept)
    assert kept < POSTS

    second = subprocess.run(
        command, check=False, env=environment(), capture_output=True, text=True, timeout=300
    )

    assert second.returncode == 0, second.stderr
    assert count(site, "articles_article") == POSTS


def test_killed_import_goes_on_where_it_stood(site: Path, command: list[str]) -> None:
    with subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL) as first:
        while count(site, "importers_importedthing") == 0 and first.poll() is None:
            time.sleep(0.01)
        first.send_signal(signal.SIGKILL)
    assert first.returncode == -signal.SIGKILL
    kept = count(site, "importers_importedthing")
    assert (kept % 100, count(site, "articles_article")) == (0, kept)

    second = subprocess.run(
        command, check=False, env=environment(), capture_output=True, text=True, timeout=300
    )

    assert second.returncode == 0, second.stderr
    assert f"Stored: {POSTS - kept} article" in second.stdout
    assert f"There already: {kept} article" in second.stdout
    assert count(site, "articles_article") == POSTS
