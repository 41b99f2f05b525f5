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
    source, is_new = Source.objects.get_or_create(
        key=key_of(clean),
        defaults={"url": clean, "added_at": at, "added_by": by, **fields},
    )
    if is_new or not lacking(source, fields):
        return source
    return fill(source, fields)


@transaction.atomic
def fill(source: Source, fields: dict[str, Any]) -> Source:
    """Reads the row anew: another may fill it meanwhile. Whoever cites it does not wait for that."""
    source = Source.objects.select_for_update(no_key=True).get(pk=source.pk)
    names = lacking(source, fields)
    for name in names:
        setattr(source, name, fields[name])
    source.save(update_fields=names)
    return source


def lacking(source: Source, fields: dict[str, Any]) -> list[str]:
    return [name for name, value in fields.items() if value and not getattr(source, name)]
