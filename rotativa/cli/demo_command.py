"""`rotativa demo`: a fictional bilingual paper, ready to read and to edit."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import click

from rotativa.cli.new import fill_site, write_site
from rotativa.cli.serve import serve_all
from rotativa.cli.site import CannotRun, enter_site
from rotativa.lib.config import CONFIG_NAME

EMAIL = "editor@estuary.example"
ACCOUNT_NAME = "desk.txt"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default="demo")
def demo(folder: Path) -> None:
    """Make the demo paper in FOLDER where it is missing, and serve it."""
    account = folder / ACCOUNT_NAME
    if not (folder / CONFIG_NAME).is_file():
        make_demo(folder)
    elif not account.is_file():
        raise CannotRun(
            f"{folder} is another site, or a demo that was not finished. Name another folder, or "
            "remove this one if there is nothing of yours in it."
        )
    config = enter_site(folder)
    click.echo("Sign in at the desk with " + account.read_text("utf-8").replace("\n", " "))
    serve_all(config)


def make_demo(folder: Path) -> None:
    """The account is written last: with it the demo is whole."""
    click.echo("Making the paper …")
    write_site(
        folder,
        languages=("en", "es"),
        time_zone="Europe/Madrid",
        base_url="http://127.0.0.1:8000",
    )
    try:
        config = enter_site(folder)
        from rotativa.cli.demo_paper import (  # noqa: PLC0415  # settings come first
            fill_paper,
            names,
        )

        password = fill_site(folder, names=names(), email=EMAIL)
        fill_paper(config, at=datetime.now(UTC))
        (folder / ACCOUNT_NAME).write_text(f"{EMAIL}\n{password}\n", encoding="utf-8")
    except BaseException:
        shutil.rmtree(folder)
        raise
