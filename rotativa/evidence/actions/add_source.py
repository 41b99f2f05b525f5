"""Bringing a source in by its address, as while writing."""

from datetime import datetime
from typing import Any

from django.db import transaction

from rotativa.evidence.addresses import clean_url, key_of
from rotativa.evidence.models import Source
from rotativa.people.models import User


def add_source(url: str, *, by: User | None, at: datetime, **fields: Any) -> Source:
    """The source with an address: the one that is there, or a new one. Raises `lib.http.Refused`.

    What is known of it already stays; what was left empty is filled.
    """
    clean = clean_url(url)
    with transaction.atomic():
        source, is_new = Source.objects.select_for_update().get_or_create(
            key=key_of(clean),
            defaults={"url": clean, "added_at": at, "added_by": by, **fields},
        )
        if is_new:
            return source
        lacking = [name for name, value in fields.items() if value and not getattr(source, name)]
        for name in lacking:
            setattr(source, name, fields[name])
        if lacking:
            source.save(update_fields=lacking)
    return source
