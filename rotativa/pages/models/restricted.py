"""Pages that not every reader may open."""

from django.db.models import F, Q
from django.db.models.functions import Substr
from django.db.models.lookups import In
from wagtail.models import Page, PageViewRestriction

DEEPEST = 3  # where articles lie: the root, a front page, an article


def is_restricted(path: str = "path") -> Q:
    """Whether an article or something above it is restricted, by the name of its `path`.

    A part of the query itself: the few restrictions are looked up once, not for each article.
    """
    restricted = PageViewRestriction.objects.values("page__path")
    found = Q()
    for depth in range(1, DEEPEST + 1):
        found |= Q(In(Substr(F(path), 1, depth * Page.steplen), restricted))
    return found


def stands_below_restriction(path: str) -> bool:
    """Whether the page at a place in the tree, or something above it, is restricted. One query."""
    above = [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]
    return PageViewRestriction.objects.filter(page__path__in=above).exists()
