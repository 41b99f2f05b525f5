"""`rotativa new`: a site in a folder, with its first editor."""

import shlex
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import click
from django.core.exceptions import ValidationError
from django.core.management.utils import get_random_secret_key
from django.core.validators import validate_email
from django.db import connection
from django.utils.crypto import get_random_string

from rotativa.cli.site import UNFINISHED, CannotRun, enter_site, held
from rotativa.lib.config import CONFIG_NAME

PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105  # letters that are not mistaken
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}

CONFIG_TEMPLATE = """\
# All that can be set, with what is taken otherwise, is in docs/run/settings.md.
# Environment variables win over this file: ROTATIVA_BASE_URL, ROTATIVA_MAIL__HOST and so on.

{base_url}
languages = [{languages}]
time_zone = "{time_zone}"

[serve]
host = "127.0.0.1"
port = {port}
"""
NO_BASE_URL = """\
# Where readers find the paper; as long as this is a comment, it is where the server listens.
# base_url = "https://paper.example"
"""

IGNORED = "/captures/\n/data/\n/mail/\n/media/\n/printed/\n/secrets/\n/static/\n"
PRIVATE = ("data", "mail", "media", "secrets")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", default="", help="Name of the paper; changed later in the desk.")
@click.option(
    "--language", "languages", multiple=True, help="A language, the main one first. Repeatable."
)
@click.option("--time-zone", default="", help="Such as Europe/Madrid; else this machine's.")
@click.option(
    "--base-url", default="", help="Where readers will find it; else where the server listens."
)
@click.option("--email", default="editor@localhost", help="The first editor's address.")
def new(
    folder: Path, name: str, languages: tuple[str, ...], time_zone: str, base_url: str, email: str
) -> None:
    """Make a site in FOLDER, with the account of its first editor."""
    refuse_bad_address(email)
    languages = languages or ("en", "es")
    with making(folder):
        write_site(
            folder,
            languages=languages,
            time_zone=time_zone or machine_time_zone(),
            base_url=base_url,
        )
        password = fill_site(folder, names=dict.fromkeys(languages, name), email=email)
    address = enter_site(folder).base_url
    click.echo(f"Your site is in {folder}.\n")
    click.echo("First editor:")
    click.echo(f"  e-mail             {email}")
    click.echo(f"  one-time password  {password}\n")
    click.echo("Next:")
    click.echo(f"  cd {shlex.quote(str(folder))} && rotativa serve")
    click.echo(
        f"  then sign in at {address}/desk/, give your name and choose a password of your own."
    )


def refuse_bad_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise CannotRun(
            f"{email!r} is not an e-mail address, such as ada@paper.example."
        ) from error


@contextmanager
def making(folder: Path) -> Iterator[None]:
    """The folder becomes a whole site or goes away; one that a kill left half is begun anew."""
    mark = folder / UNFINISHED
    is_left_half = mark.is_file()
    if not is_left_half and folder.exists() and any(folder.iterdir()):
        raise CannotRun(f"{folder} is not empty. Name a folder that does not exist yet.")
    busy = f"{folder} is being made just now by another command."
    with held(mark, busy=busy, mode="r+" if is_left_half else "w"):
        if is_left_half:
            click.echo(f"{folder} was cut short; beginning anew …")
            empty(folder)
        try:
            yield
        except BaseException:
            shutil.rmtree(folder)
            raise
        mark.unlink()


def empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != UNFINISHED:
            path.unlink()


def write_site(folder: Path, *, languages: tuple[str, ...], time_zone: str, base_url: str) -> None:
    """The files of a new site; what is private is closed to other accounts of the machine."""
    for part in ("theme/static", "theme/templates"):
        (folder / part).mkdir(parents=True)
    for part in PRIVATE:
        (folder / part).mkdir(mode=0o700)
    (folder / CONFIG_NAME).write_text(
        CONFIG_TEMPLATE.format(
            base_url=f'base_url = "{base_url}"' if base_url else NO_BASE_URL.strip(),
            languages=", ".join(f'"{language}"' for language in languages),
            time_zone=time_zone,
            port=local_port(base_url),
        ),
        encoding="utf-8",
    )
    (folder / ".gitignore").write_text(IGNORED, encoding="utf-8")
    secret = folder / "secrets" / "secret_key"
    secret.touch(mode=0o600)
    secret.write_text(get_random_secret_key(), encoding="utf-8")


def local_port(base_url: str) -> int:
    """An address on this machine names the port that the server shall listen on."""
    with suppress(ValueError):  # the configuration will say what is wrong with it
        parts = urlsplit(base_url)
        if parts.hostname in LOCAL_HOSTS and parts.port:
            return parts.port
    return 8000


def fill_site(folder: Path, *, names: dict[str, str], email: str) -> str:
    """Tables, languages, front pages, groups and the first editor; returns the one-time password."""
    config = enter_site(folder)
    from rotativa.newsroom.actions import (  # noqa: PLC0415  # settings come first
        open_newsroom,
    )

    refuse_full_database()
    password = get_random_string(16, PASSWORD_ALPHABET)
    open_newsroom(
        config.languages,
        base_url=config.base_url,
        names=names,
        email=email,
        one_time_password=password,
    )
    return password


def refuse_full_database() -> None:
    """A database that ROTATIVA_DATABASE names may hold another paper."""
    from rotativa.people.models import User  # noqa: PLC0415  # settings come first

    table = User._meta.db_table
    if table in connection.introspection.table_names() and User.objects.exists():
        raise CannotRun("The database holds a paper already. Name an empty one, or take that site.")


def machine_time_zone() -> str:
    """Name of the machine's time zone where it can be told, else UTC."""
    local = Path("/etc/localtime")
    if local.is_symlink():
        _, marker, name = str(local.resolve()).partition("/zoneinfo/")
        if marker and not name.startswith(("posix", "right")):
            return name
    return "UTC"
