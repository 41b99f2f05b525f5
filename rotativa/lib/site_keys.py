"""The site's secret key, and those it had before and still believes (`docs/run/secret-key.md`)."""

from django.conf import settings


def signing_key() -> str:
    """What is signed today is signed by it."""
    return settings.SECRET_KEY


def trusted_keys() -> list[str]:
    """What is signed by one of them is believed; the first signs."""
    return [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
