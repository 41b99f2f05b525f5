"""`rotativa new`: a site in a folder, with its first editor."""

import shutil
from pathlib import Path

import click
from django.core.management.utils import get_random_secret_key
from django.utils.crypto import get_random_string

from rotativa.cli.site import CannotRun, enter_site
from rotativa.lib.config import CONFIG_NAME

PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105  # letters that are not mistaken

CONFIG_TEMPLATE = """\
# All that can be set, with what is taken otherwise, is in docs/run/settings.md.
# Environment variables win over this file: ROTATIVA_BASE_URL, ROTATIVA_MAIL__HOST and so on.

base_url = "{base_url}"
languages = [{languages}]
time_zone = "{time_zone}"

[serve]
host = "127.0.0.1"
port = {port}
"""

IGNORED = "/data/\n/mail/\n/media/\n/secrets/\n"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", default="", help="Name of the paper; changed later in the desk.")
@click.option(
    "--language", "languages", multiple=True, help="A language, the main one first. Repeatable."
)
@click.option("--time-zone", default="", help="Such as Europe/Madrid; else this machine's.")
@click.option("--base-url", default="http://127.0.0.1:8000", help="Where readers will find it.")
@click.option("--email", default="editor@localhost", help="The first editor's address.")
def new(
    folder: Path, name: str, languages: tuple[str, ...], time_zone: str, base_url: str, email: str
) -> None:
    """Make a site in FOLDER, with the account of its first editor."""
    write_site(
        folder,
        languages=languages or ("en", "es"),
        time_zone=time_zone or machine_time_zone(),
        base_url=base_url,
    )
    try:
        password = fill_site(
            folder, names=dict.fromkeys(languages or ("en", "es"), name), email=email
        )
    except BaseException:
        shutil.rmtree(folder)
        raise
    click.echo(f"Your site is in {folder}.\n")
    click.echo("First editor:")
    click.echo(f"  e-mail             {email}")
    click.echo(f"  one-time password  {password}\n")
    click.echo("Next:")
    click.echo(f"  cd {folder} && rotativa serve")
    click.echo(f"  then sign in at {base_url}/desk/ and choose a password of your own.")


def write_site(folder: Path, *, languages: tuple[str, ...], time_zone: str, base_url: str) -> None:
    """The files of a new site. Refuses a folder that holds anything."""
    if folder.exists() and any(folder.iterdir()):
        raise CannotRun(f"{folder} is not empty. Name a folder that does not exist yet.")
    try:
        for part in ("data", "media", "secrets", "theme/static", "theme/templates"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        (folder / CONFIG_NAME).write_text(
            CONFIG_TEMPLATE.format(
                base_url=base_url,
                languages=", ".join(f'"{language}"' for language in languages),
                time_zone=time_zone,
                port=8000,
            ),
            encoding="utf-8",
        )
        (folder / ".gitignore").write_text(IGNORED, encoding="utf-8")
        secret = folder / "secrets" / "secret_key"
        secret.touch(mode=0o600)
        secret.write_text(get_random_secret_key(), encoding="utf-8")
    except OSError as error:
        raise CannotRun(f"{folder} cannot be written: {error.strerror}.") from error


def fill_site(folder: Path, *, names: dict[str, str], email: str) -> str:
    """Tables, languages, front pages, groups and the first editor; returns the one-time password."""
    config = enter_site(folder)
    from rotativa.newsroom.actions import (  # noqa: PLC0415  # settings come first
        open_newsroom,
    )

    password = get_random_string(16, PASSWORD_ALPHABET)
    open_newsroom(
        config.languages,
        base_url=config.base_url,
        names=names,
        email=email,
        one_time_password=password,
    )
    return password


def machine_time_zone() -> str:
    """Name of the machine's time zone where it can be told, else UTC."""
    local = Path("/etc/localtime")
    if local.is_symlink():
        _, marker, name = str(local.resolve()).partition("/zoneinfo/")
        if marker and not name.startswith(("posix", "right")):
            return name
    return "UTC"
