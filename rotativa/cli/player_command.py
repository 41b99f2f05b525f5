"""`rotativa player`: the program that replays copies, which is not part of ours."""

from pathlib import Path

import click

from rotativa.cli.prepare import require_tables
from rotativa.cli.site import CannotRun, enter_finished_site

SITE = click.option(
    "--site", type=click.Path(path_type=Path, file_okay=False), help="The site's folder."
)


@click.group()
def player() -> None:
    """The program that replays copies of sources: fetched once, and never part of ours."""


@player.command()
@SITE
@click.option(
    "--from",
    "package",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The published package (.tgz), where this machine has it already.",
)
def install(site: Path | None, package: Path | None) -> None:
    """Fetch ReplayWeb.page (AGPL 3), in the one version that was pinned, and keep it in the site."""
    enter_finished_site(site)
    require_tables()
    from rotativa.evidence.replay import player as replay  # noqa: PLC0415  # settings come first
    from rotativa.lib.http import FetchError  # noqa: PLC0415  # as above

    take = replay.from_archive(package) if package else replay.from_web()
    try:
        place = replay.install(take)
    except (replay.NoPlayer, FetchError) as error:
        raise CannotRun(f"Nothing was installed. {error}") from error
    tell_pages()
    click.echo(f"ReplayWeb.page {replay.PLAYER.version} is in {place}")
    click.echo(f"Its licence is the AGPL 3, and its source is at {replay.PLAYER.source}")


@player.command()
@SITE
def remove(site: Path | None) -> None:
    """Take it away: copies are shown flat from then on."""
    enter_finished_site(site)
    require_tables()
    from rotativa.evidence.replay import player as replay  # noqa: PLC0415  # settings come first

    was_there = replay.remove(replay.folder().parent)
    tell_pages()
    click.echo("It is gone." if was_there else "There was none.")


def tell_pages() -> None:
    """The pages of sources offer replay, or do not any more."""
    from django.db import transaction  # noqa: PLC0415  # settings come first

    from rotativa.evidence.replay.player import KEY  # noqa: PLC0415  # as above
    from rotativa.pages import keys  # noqa: PLC0415  # as above

    with transaction.atomic():
        keys.announce(KEY)
