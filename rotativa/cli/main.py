"""The `rotativa` command. Exit codes: 0 done, 1 some items refused, 2 could not run."""

import click

from rotativa import __version__
from rotativa.cli.capture_command import capture
from rotativa.cli.demo_command import demo
from rotativa.cli.doctor import doctor
from rotativa.cli.export_command import export
from rotativa.cli.failures import Commands
from rotativa.cli.import_command import import_
from rotativa.cli.manage import manage
from rotativa.cli.new import new
from rotativa.cli.newsletter_command import newsletter
from rotativa.cli.player_command import player
from rotativa.cli.print_command import print_
from rotativa.cli.search_index_command import search_index
from rotativa.cli.serve import serve


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rotativa")
def main() -> None:
    """A newsroom that one person can run alone and a paper can grow into."""


COMMANDS = (
    new,
    serve,
    demo,
    import_,
    capture,
    player,
    print_,
    search_index,
    export,
    newsletter,
    doctor,
    manage,
)
for command in COMMANDS:
    main.add_command(command)
