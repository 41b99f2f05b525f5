"""Copies as tools that are not ours read them."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from rotativa.evidence.capture.wacz.verifying import verify_file

WACZ = Path(sys.prefix) / "wacz"
"""A folder of its own (`make setup`): its packages are not ours, for one of them is AGPL."""


def check_by_warcio(wacz: Path, folder: Path) -> str:
    """What `warcio check` says of the archive in a copy."""
    warc = folder / "check.warc.gz"
    with zipfile.ZipFile(wacz) as archive:
        warc.write_bytes(archive.read("archive/data.warc.gz"))
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", warc],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "digest pass" in checked.stdout
    assert "failed" not in checked.stdout
    return checked.stdout


def validate_by_wacz(wacz: Path) -> str:
    """What `wacz validate` says, by the standard's makers; nothing where it finds a file valid."""
    checked = subprocess.run(
        [sys.executable, WACZ / "bin" / "wacz", "validate", "-f", wacz],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(WACZ)},
    )
    return "" if checked.returncode == 0 else checked.stdout + checked.stderr


def unseen_flips(wacz: Path, *, step: int = 1) -> list[int]:
    """The places of those bytes, of each one or of one in so many, whose change our check overlooks."""
    whole = wacz.read_bytes()
    unseen = []
    for place in range(0, len(whole), step):
        changed = bytearray(whole)
        changed[place] ^= 1 << (place % 8)
        if verify_file(io.BytesIO(changed)).is_whole:
            unseen.append(place)
    return unseen
