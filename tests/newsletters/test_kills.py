"""A few kills -9 in the suite; `bench/newsletter_kills.py` does hundreds."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.database import make_migrated

ROOT = Path(__file__).parents[2]


def test_kills_lose_nobody_and_doubts_are_named(tmp_path):
    (tmp_path / "data").mkdir()
    shutil.copy(ROOT / "tests" / "site" / "rotativa.toml", tmp_path)
    shutil.copy(make_migrated(), tmp_path / "data" / "paper.sqlite3")
    paths = os.pathsep.join(map(str, [ROOT, ROOT / "bench"]))

    done = subprocess.run(
        [sys.executable, ROOT / "bench" / "newsletter_kills.py", "kill", tmp_path, "2", "150"],
        env={**os.environ, "PYTHONPATH": paths, "ROTATIVA_SITE": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    ways = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(way["doubt"], way["processes"], way["wrong"]) for way in ways] == [
        *(("resend", 1, []), ("resend", 2, [])),
        *(("hold", 1, []), ("hold", 2, [])),
    ]
    assert all(way["kills"] >= 2 for way in ways)
