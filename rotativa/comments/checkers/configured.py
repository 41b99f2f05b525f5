"""The service that the site's settings name."""

import logging

from django.conf import settings
from django.core.cache import cache

from rotativa.comments.checkers import Asked, Checker, NoVerdict
from rotativa.comments.checkers.akismet import Akismet

logger = logging.getLogger(__name__)
RESTS = "comments-checker-rests"
REST = 300
"""Seconds for which a service in trouble is left alone, so that readers do not wait for it each time."""


def checker() -> Checker | None:
    spam = settings.SPAM
    if spam.how == "none":
        return None
    return Akismet(spam.key.get_secret_value(), settings.WAGTAILADMIN_BASE_URL, spam.endpoint)


def verdict_on(asked: Asked) -> bool | None:
    """Nothing follows from a service that does not answer."""
    service = checker()
    if service is None or cache.get(RESTS):
        return None
    try:
        return service.is_spam(asked)
    except NoVerdict as error:
        logger.warning("No verdict on a comment: %s", error)
        cache.set(RESTS, True, REST)
        return None
