"""Subscribers who wait for issues in a language that readers cannot open: nothing comes to them."""

from collections.abc import Collection

from django.db.models import Count

from rotativa.newsletters.models import Subscriber


def waiting_in_vain(shown: Collection[str]) -> list[tuple[str, int]]:
    """How many, by language; of those that readers can open, nobody."""
    waiting = Subscriber.objects.here().exclude(language__in=shown)
    rows = waiting.order_by("language").values_list("language").annotate(Count("pk"))
    return list(rows)
