"""Publishing as Wagtail alone does it: the same article, while nothing of ours listens or adds to it.

Wagtail's own index of words has articles of ours no more than ours has; what it would cost beside is told by `bench/search.py`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch
from weakref import ReferenceType


@contextmanager
def wagtails_own() -> Iterator[None]:
    from django.db.models import signals as of_django
    from wagtail import signals as of_wagtail
    from wagtail.models import Page

    from rotativa.articles.models import Article

    found = [getattr(of_django, name) for name in ("pre_save", "post_save", "m2m_changed")]
    found += [of_wagtail.page_published, of_wagtail.published, of_wagtail.page_slug_changed]
    kept = [(signal, signal.receivers) for signal in found]
    for signal, receivers in kept:
        signal.receivers = [each for each in receivers if not is_ours(each[1])]
        signal.sender_receivers_cache.clear()
    try:
        with patch.object(Article, "save", Page.save):
            yield
    finally:
        for signal, receivers in kept:
            signal.receivers = receivers
            signal.sender_receivers_cache.clear()


def is_ours(receiver: object) -> bool:
    called = receiver() if isinstance(receiver, ReferenceType) else receiver
    return str(getattr(called, "__module__", "")).startswith("rotativa.")
