"""Every address at which there is a plain page."""

from collections.abc import Iterator

from django.conf import settings

from rotativa.pages.addresses import local_url
from rotativa.pages.keys import Address, Kind
from rotativa.pages.models import PlainPage


def all_addresses() -> Iterator[Address]:
    pages = PlainPage.objects.live().filter(locale__language_code__in=dict(settings.LANGUAGES))
    for page in pages.select_related("locale").iterator(1000):
        yield address_of(page)


def address_of(page: PlainPage) -> Address:
    return Address(local_url(page), Kind.OTHER, page.language)
