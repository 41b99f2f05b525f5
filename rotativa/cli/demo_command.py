"""`rotativa demo`: a fictional bilingual paper, ready to read and to edit."""

from pathlib import Path

import click

from rotativa.cli.new import fill_site, write_site
from rotativa.cli.serve import serve_all
from rotativa.cli.site import enter_site
from rotativa.lib.config import CONFIG_NAME

EMAIL = "editor@estuary.example"
NAMES = {"en": "The Estuary", "es": "El Estuario"}


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default="demo")
def demo(folder: Path) -> None:
    """Make the demo paper in FOLDER where it is missing, and serve it."""
    if not (folder / CONFIG_NAME).is_file():
        write_site(
            folder,
            languages=("en", "es"),
            time_zone="Europe/Madrid",
            base_url="http://127.0.0.1:8000",
        )
        password = fill_site(folder, names=NAMES, email=EMAIL)
        (folder / "desk.txt").write_text(f"{EMAIL}\n{password}\n", encoding="utf-8")
    config = enter_site(folder)
    click.echo(
        "Sign in at the desk with " + (folder / "desk.txt").read_text("utf-8").replace("\n", " ")
    )
    serve_all(config)
