"""Going into a site's folder: what every command but `new` does first."""

import fcntl
import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import django

from rotativa.lib.config import CONFIG_NAME, Config, ConfigError, load_config

UNFINISHED = ".unfinished"
"""Lies in a site's folder, and is held, for as long as the site is being made."""


class CannotRun(click.ClickException):
    exit_code = 2


def enter_site(folder: Path | None = None) -> Config:
    """Configure Django for a site. Raises `CannotRun` as `find_site` does."""
    config = find_site(folder)
    load_all()
    return config


def load_all() -> None:
    """All that is loaded stays; to look for garbage among it meanwhile takes a tenth of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(0)
    try:
        django.setup()
    finally:
        gc.set_threshold(*usual)


def find_site(folder: Path | None = None) -> Config:
    """The folder given, else ROTATIVA_SITE, else the nearest above; from now on the process has it.

    Raises `CannotRun` with one line when there is no site or its configuration is wrong.
    """
    if folder is not None:
        os.environ["ROTATIVA_SITE"] = str(folder.resolve())
    elif not os.environ.get("ROTATIVA_SITE"):
        os.environ["ROTATIVA_SITE"] = str(nearest_site(Path.cwd()))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rotativa.project.settings")
    try:
        return load_config()
    except ConfigError as error:
        raise CannotRun(str(error)) from error


def enter_finished_site(folder: Path | None = None) -> Config:
    """Like `enter_site`, and refuses what `new` or `demo` did not finish."""
    config = find_finished_site(folder)
    load_all()
    return config


def find_finished_site(folder: Path | None = None) -> Config:
    """Like `find_site`, and refuses what `new` or `demo` did not finish."""
    config = find_site(folder)
    if (config.site / UNFINISHED).exists():
        raise CannotRun(
            f"{config.site} was not finished. Run the `rotativa new` or `rotativa demo` "
            "that began it once more."
        )
    return config


def nearest_site(folder: Path) -> Path:
    for candidate in [folder, *folder.parents]:
        if (candidate / CONFIG_NAME).is_file():
            return candidate
    return folder


@contextmanager
def held(path: Path, *, busy: str, mode: str = "w") -> Iterator[None]:
    """Hold a lock file; the second process is refused with `busy`. A kill lets go of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open(mode) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotRun(busy) from error
        if os.fstat(lock.fileno()).st_nlink == 0:  # its holder took it away in this moment
            raise CannotRun(busy)
        yield
