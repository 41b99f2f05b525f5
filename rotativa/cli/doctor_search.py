"""What the doctor looks at in search: whether readers find what they may open, and nothing else."""

from collections.abc import Iterator

from django.db import DatabaseError

from rotativa.cli.findings import Finding
from rotativa.cli.prepare import refuse_missing_file
from rotativa.cli.site import CannotRun
from rotativa.lib.config import Config


def search(config: Config, *, fix: bool) -> Iterator[Finding]:  # noqa: ARG001  # all examinations take it
    from rotativa.articles.actions import index_words  # noqa: PLC0415  # settings come first
    from rotativa.articles.models import SearchEntry  # noqa: PLC0415  # settings come first
    from rotativa.articles.search.entries import out_of_step  # noqa: PLC0415  # settings come first

    try:
        refuse_missing_file()
        missing, surplus = out_of_step()
    except (CannotRun, DatabaseError):
        return  # the database's own finding has said so
    if not missing and not surplus:
        yield Finding("search", True, f"{SearchEntry.objects.count():,} articles can be found.")
        return
    what = f"articles to be indexed: {len(missing):,}, to be taken out: {len(surplus):,}."
    if not fix:
        yield Finding("search", False, what, "Run: rotativa search-index")
        return
    done = index_words()
    if done.failed:
        yield Finding("search", False, what, f"{done.failed:,} cannot be indexed: see the log.")
    else:
        yield Finding("search", True, what, "They are indexed now.")
