"""The keys by which addresses are known, also those of which nothing else is believed any more."""

from django.conf import settings

from rotativa.lib.site_keys import trusted_keys


def keys_of_digests() -> list[str]:
    known = [key.get_secret_value() for key in settings.NEWSLETTERS.address_keys]
    return list(dict.fromkeys([*trusted_keys(), *known]))
