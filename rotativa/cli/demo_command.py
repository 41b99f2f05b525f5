"""`rotativa demo`: a fictional bilingual paper, ready to read and to edit."""

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

import click

from rotativa.cli.new import fill_site, making, write_site
from rotativa.cli.prepare import prepare_static
from rotativa.cli.serve import refuse_taken_port, serve_all
from rotativa.cli.site import UNFINISHED, CannotRun, enter_site
from rotativa.lib.config import CONFIG_NAME, Config

EMAIL = "editor@estuary.example"
ACCOUNT_NAME = "desk.txt"
READER_NAME = "reader.txt"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default="demo")
def demo(folder: Path) -> None:
    """Make the demo paper in FOLDER where it is missing, and serve it."""
    os.environ["ROTATIVA_DEMO"] = "yes"
    account = folder / ACCOUNT_NAME
    if (folder / UNFINISHED).is_file() or not (folder / CONFIG_NAME).is_file():
        make_demo(folder)
    elif not account.is_file():
        raise CannotRun(f"{folder} is another site. Name another folder.")
    config = enter_site(folder)
    click.echo("Sign in at the desk with " + account.read_text("utf-8").replace("\n", " "))
    reader = folder / READER_NAME
    if reader.is_file():  # a demo made by an earlier version has none
        click.echo("Sign in as a reader with " + reader.read_text("utf-8").replace("\n", " "))
    click.echo(where_mail_lies(config))
    serve_all(config)


def where_mail_lies(config: Config) -> str:
    if config.shows_mail:
        address = f"{config.base_url}/{config.languages[0]}/-/mailbox/"
        return f"No mail is sent; all of it, such as the codes of readers who register: {address}"
    if config.mail.how == "file":
        return f"No mail is sent; it lies in {config.site / 'mail'}"
    return f"Mail is sent through {config.mail.host}."


def make_demo(folder: Path) -> None:
    with making(folder):
        write_site(folder, languages=("en", "es"), time_zone="Europe/Madrid", base_url="")
        config = enter_site(folder)
        refuse_taken_port(config.serve.host, config.serve.port)
        click.echo("Making the paper …")
        from rotativa.cli.demo_paper import (  # noqa: PLC0415  # settings come first
            fill_conversation,
            fill_paper,
            names,
        )
        from rotativa.people.models import User  # noqa: PLC0415  # settings come first

        password = fill_site(folder, names=names(), email=EMAIL)
        prepare_static(config)  # its articles are printed as they are published
        editor = User.objects.get(email=EMAIL)
        fill_paper(config, by=editor, at=datetime.now(UTC))
        of_reader = secrets.token_urlsafe(12)
        reader = fill_conversation(by=editor, password=of_reader)
        write_account(folder / READER_NAME, email=reader, password=of_reader)
        write_account(folder / ACCOUNT_NAME, email=EMAIL, password=password)


def write_account(path: Path, *, email: str, password: str) -> None:
    path.touch(mode=0o600)
    path.write_text(f"{email}\n{password}\n", encoding="utf-8")
