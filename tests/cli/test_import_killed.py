"""An import that is killed in the middle leaves whole batches; the next one goes on."""

import signal
import sqlite3
import subprocess
import time
from pathlib import Path

from tests.cli.conftest import ROTATIVA, NewSite, environment
from tests.importers.systems.wordpress.exports import export, item

POSTS = 900


def count(site: Path, table: str) -> int:
    with sqlite3.connect(f"file:{site}/data/paper.sqlite3?mode=ro", uri=True) as database:
        [(rows,)] = database.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  # our own names
    database.close()
    return int(rows)


def test_killed_import_goes_on_where_it_stood(new_site: NewSite, tmp_path: Path) -> None:
    site = new_site.folder
    path = tmp_path / "blog.xml"
    posts = [item(post_id=str(n), post_name=f"post-{n}") for n in range(1, POSTS + 1)]
    path.write_text(export(*posts), encoding="utf-8")
    command = [*ROTATIVA, "import", "wordpress", str(path), "--site", str(site), "--no-fetch"]

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
