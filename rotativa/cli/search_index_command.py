"""`rotativa search-index`: make anew what articles are found by."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from rotativa.cli.prepare import require_tables
from rotativa.cli.print_command import until_told
from rotativa.cli.progress import progress_bars
from rotativa.cli.site import enter_finished_site


@click.command("search-index")
@click.option("--all", "everything", is_flag=True, help="Every article, whatever is there.")
@click.option("--site", type=click.Path(path_type=Path, file_okay=False), help="The site's folder.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def search_index(*, everything: bool, site: Path | None, as_json: bool) -> None:
    """Bring the search index back into step. Safe to stop and to run again: it goes on."""
    enter_finished_site(site)
    require_tables()
    from rotativa.articles.actions import forget_words, index_words  # noqa: PLC0415  # settings come first

    if everything:
        forget_words()
    is_quiet = as_json or not sys.stderr.isatty()
    with (
        progress_bars({"words": "Articles"}, is_quiet=is_quiet) as progress,
        until_told() as goes_on,
    ):
        done = index_words(goes_on=goes_on, tell=lambda now, all_: progress("words", now, all_))
    if as_json:
        click.echo(json.dumps(asdict(done), ensure_ascii=False))
    else:
        for failure in done.failures:
            click.echo(f"Article {failure}", err=True)
        stopped = " Stopped; run it again to go on." if done.stopped else ""
        click.echo(f"Indexed: {done.indexed}, {done.failed} failed.{stopped}")
    click.get_current_context().exit(1 if done.failed or done.stopped else 0)
