"""What `rotativa doctor` says of articles, and how it repairs their place in lists."""

from collections.abc import Iterator

from django.db import DatabaseError, transaction

from rotativa.cli.findings import Finding
from rotativa.cli.prepare import refuse_missing_file
from rotativa.cli.site import CannotRun
from rotativa.lib.config import Config


def articles(config: Config, *, fix: bool) -> Iterator[Finding]:  # noqa: ARG001  # all examinations take it
    """Lists go by what each article's row keeps of its page, which changes behind them may leave old."""
    from rotativa.articles.actions import list_anew  # noqa: PLC0415  # settings come first
    from rotativa.articles.models import Article  # noqa: PLC0415  # settings come first
    from rotativa.pages import keys  # noqa: PLC0415  # settings come first

    try:
        refuse_missing_file()
        wrong = Article.objects.wrongly_listed()
        if wrong and fix:
            with transaction.atomic():
                list_anew(Article.objects.filter(pk__in=wrong))
                keys.announce(keys.SITE)
    except (CannotRun, DatabaseError):
        return  # the database's own finding has said so
    if not wrong:
        yield Finding("articles", True, "stand in the lists where readers may find them.")
        return
    count = f"{len(wrong):,} article{'' if len(wrong) == 1 else 's'}"
    what = f"{count} missing from lists of readers, or there against the will of editors."
    if fix:
        yield Finding("articles", True, what, "Mended; all pages are printed anew.")
    else:
        yield Finding("articles", False, what, "Run: rotativa doctor --fix")
