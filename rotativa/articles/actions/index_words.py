"""Making anew what articles are found by, for all or for those that are out of step."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from wagtail.models import Page

from rotativa.articles.models import Article, DraftEntry, SearchEntry
from rotativa.articles.search.entries import follow_many, give_up, out_of_step

logger = logging.getLogger(__name__)

AT_ONCE = 20


@dataclass(slots=True)
class Indexed:
    indexed: int = 0
    failed: int = 0
    stopped: bool = False
    failures: list[str] = field(default_factory=list)


def forget_words() -> None:
    """Have all of them made anew: what is there goes on being found until then."""
    for kind in (SearchEntry, DraftEntry):
        kind._default_manager.update(version=0)


def index_words(
    *,
    goes_on: Callable[[], bool] = lambda: True,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> Indexed:
    """Bring back into step what is not. Safe to stop, and to run again: it goes on where it was."""
    missing, surplus = out_of_step()
    keys = sorted(missing | surplus)
    done = Indexed()
    for start in range(0, len(keys), AT_ONCE):
        if not goes_on():
            done.stopped = True
            break
        index_some(keys[start : start + AT_ONCE], done)
        tell(min(start + AT_ONCE, len(keys)), len(keys))
    return done


def index_some(keys: list[int], done: Indexed) -> None:
    """One article that cannot be read keeps no other from being found."""
    try:
        index_stored(keys)
        done.indexed += len(keys)
    except Exception as error:
        if len(keys) > 1:
            for key in keys:
                index_some([key], done)
            return
        logger.exception("Article %s cannot be indexed", keys[0])
        give_up(keys[0])
        done.failed += 1
        done.failures.append(f"{keys[0]}: {error}")


@transaction.atomic
def index_stored(keys: list[int]) -> None:
    """Bring into step what was changed without the signals of a single page.

    Whatever publishes one of them meanwhile ends before they are read, or begins after they are written.
    """
    list(Page.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    articles = Article.objects.filter(pk__in=keys).select_related("locale", "latest_revision")
    follow_many(list(articles.prefetch_related("article_authors", "questions")))
