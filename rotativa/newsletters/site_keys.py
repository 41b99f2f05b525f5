"""The keys that names and digests of newsletters are made with: the site's own, and those it had before."""

from django.conf import settings


def trusted_keys() -> list[str]:
    """What is signed by one of them is believed; the first signs."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def keys_of_digests() -> list[str]:
    """Those by which addresses are known, too, of which nothing else is believed any more."""
    known = [key.get_secret_value() for key in settings.NEWSLETTERS.address_keys]
    return list(dict.fromkeys([*trusted_keys(), *known]))
