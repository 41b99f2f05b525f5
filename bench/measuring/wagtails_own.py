"""Publishing as Wagtail alone does it: the same article, while nothing of ours listens or adds to it.

Wagtail's own index of words has articles of ours no more than ours has; what it would cost beside is told by `bench/search.py`.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch
from weakref import ReferenceType

OURS_INSTEAD = ("save", "save_revision", "clean_fields", "validate_unique", "with_content_json")
"""What an article does in its own way."""


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
        with ExitStack() as stack:
            for name in OURS_INSTEAD:
                stack.enter_context(patch.object(Article, name, getattr(Page, name)))
            yield
    finally:
        for signal, receivers in kept:
            signal.receivers = receivers
            signal.sender_receivers_cache.clear()


def is_ours(receiver: object) -> bool:
    called = receiver() if isinstance(receiver, ReferenceType) else receiver
    return str(getattr(called, "__module__", "")).startswith("rotativa.")
