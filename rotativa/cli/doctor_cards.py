"""What `rotativa doctor` says of share cards, and how it repairs them."""

from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.utils import timezone

from rotativa.cli.findings import Finding
from rotativa.cli.prepare import refuse_missing_file
from rotativa.cli.site import CannotRun
from rotativa.lib.config import Config

EXAMPLES = 5


def share_cards(config: Config, *, fix: bool) -> Iterator[Finding]:  # noqa: ARG001  # all examinations take it
    try:
        refuse_missing_file()
        yield from made_and_waiting()
        yield from given_up()
        yield from without_file(fix=fix)
    except (CannotRun, DatabaseError):
        return  # the database's own finding has said so


def made_and_waiting() -> Iterator[Finding]:
    from rotativa.articles.models import Article  # noqa: PLC0415  # settings come first
    from rotativa.pages.models import ShareCard  # noqa: PLC0415  # settings come first

    made = ShareCard.objects.made().filter(wake_at=None).count()
    lacking = Article.objects.published().filter(share_card=None).count()
    waiting = ShareCard.objects.filter(wake_at__isnull=False).count() + lacking
    yield Finding("share cards", True, f"{made:,} made, {waiting:,} to be drawn.")


def given_up() -> Iterator[Finding]:
    from rotativa.pages.models import ShareCard  # noqa: PLC0415  # settings come first

    found = ShareCard.objects.given_up()
    for card in found.order_by("-pk")[:EXAMPLES]:
        yield Finding(
            "share cards",
            False,
            f"“{card.headline}” has none: {card.last_error}",
            "For a letter that no font has, put one that has it into theme/fonts/: "
            "see docs/run/theme.md. Then run: rotativa doctor --fix",
        )
    more = found.count() - EXAMPLES
    if more > 0:
        yield Finding("share cards", False, f"{more:,} more have none.")


def without_file(*, fix: bool) -> Iterator[Finding]:
    """Their files are looked for one by one; those that are gone, and those given up, are drawn again."""
    from rotativa.pages.actions import ask_again  # noqa: PLC0415  # settings come first
    from rotativa.pages.models import ShareCard  # noqa: PLC0415  # settings come first

    made = ShareCard.objects.made().values_list("pk", "file").iterator(1000)
    gone = [pk for pk, name in made if not default_storage.exists(name)]
    if fix:
        for start in range(0, len(gone), 500):
            ask_again(ShareCard.objects.filter(pk__in=gone[start : start + 500]), at=timezone.now())
        ask_again(ShareCard.objects.given_up(), at=timezone.now())
    if gone:
        yield Finding(
            "share cards",
            fix,
            f"{len(gone):,} {'file is' if len(gone) == 1 else 'files are'} missing.",
            "They wait to be drawn again." if fix else "Run: rotativa doctor --fix",
        )
