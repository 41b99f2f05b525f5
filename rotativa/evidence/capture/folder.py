"""A folder that appears whole or not at all, also where the machine is switched off."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext_noop as _

from rotativa.evidence.capture.errors import CannotCapture

GB = 2**30
BEGUN = ".begun-"
PROFILE = "rotativa-browser-"
ABANDONED_AFTER = 24 * 3600
"""Seconds; no capture takes so long."""


@contextmanager
def whole_folder(folder: Path, *, free_bytes: int = 0) -> Iterator[Path]:
    """Yield a folder beside `folder`, which takes its place at the end unless an error comes.

    Raises `CannotCapture` where the disk has less than `free_bytes` left.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder.parent).free < free_bytes:
        words = _("There is no room for copies: less than %(number)s GB is left on the disk.")
        raise CannotCapture(words, number=free_bytes // GB)
    begun = Path(tempfile.mkdtemp(prefix=f"{BEGUN}{folder.name}-", dir=folder.parent))
    try:
        yield begun
        begun.chmod(0o755)
        for path in begun.iterdir():
            path.chmod(0o644)
            _onto_disk(path)
        _onto_disk(begun)
        begun.rename(folder)
        _onto_disk(folder.parent)
    finally:
        shutil.rmtree(begun, ignore_errors=True)  # gone already where all went well


@contextmanager
def browser_folder() -> Iterator[Path]:
    """For a browser's profile: where paths are short, for Chromium's sockets bear no long ones."""
    folder = Path(tempfile.mkdtemp(prefix=PROFILE))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned(parent: Path) -> int:
    """Remove what captures that were killed have left, here and of browsers; return how many."""
    count = 0
    profiles = Path(tempfile.gettempdir()).glob(f"{PROFILE}*")
    for path in (*parent.glob(f"{BEGUN}*"), *profiles):
        if time.time() - path.stat().st_mtime > ABANDONED_AFTER:
            shutil.rmtree(path, ignore_errors=True)
            count += 1
    return count


def _onto_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
