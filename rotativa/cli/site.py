"""Going into a site's folder: what every command but `new` does first."""

import os
from pathlib import Path

import click
import django

from rotativa.lib.config import CONFIG_NAME, Config, ConfigError, load_config


class CannotRun(click.ClickException):
    exit_code = 2


def enter_site(folder: Path | None = None) -> Config:
    """Configure Django for a site: the folder given, else ROTATIVA_SITE, else the nearest above.

    Raises `CannotRun` with one line when there is no site or its configuration is wrong.
    """
    if folder is not None:
        os.environ["ROTATIVA_SITE"] = str(folder.resolve())
    elif not os.environ.get("ROTATIVA_SITE"):
        os.environ["ROTATIVA_SITE"] = str(nearest_site(Path.cwd()))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rotativa.project.settings")
    try:
        config = load_config()
    except ConfigError as error:
        raise CannotRun(str(error)) from error
    django.setup()
    return config


def nearest_site(folder: Path) -> Path:
    for candidate in [folder, *folder.parents]:
        if (candidate / CONFIG_NAME).is_file():
            return candidate
    return folder
