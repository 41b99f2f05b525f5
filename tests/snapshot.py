"""Rows that many tests begin with: made by the real code once, and laid as they were from then on.

A paper takes a quarter of a second to set up, and nearly every test has one. The test's transaction
takes the rows away again; PostgreSQL's sequences keep counting, so no number is given twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Model

from rotativa.lib.rows import insert_values

Rows = list[tuple[Any, ...]]
Base = tuple[Rows, Rows]


@dataclass(frozen=True)
class Snapshot:
    """All rows of each table that was changed."""

    base: Base
    """What the rows refer to, and a flushed database has under other numbers."""
    changed: dict[type[Model], Rows]


def laid(kept: Snapshot | None, make: Callable[[], object]) -> Snapshot:
    """Have the rows that `make` makes: from the snapshot where it fits, else made, for a new one."""
    base = current_base()
    if kept is not None and kept.base == base:
        with transaction.atomic():
            for model, rows in kept.changed.items():
                lay(model, rows)
        return kept
    before = {model: rows_of(model) for model in tables()}
    make()
    after = {model: rows_of(model) for model in tables()}
    return Snapshot(base, {model: rows for model, rows in after.items() if rows != before[model]})


def current_base() -> Base:
    permissions, types = (
        list(model.objects.order_by("pk").values_list("pk")) for model in (Permission, ContentType)
    )
    return permissions, types


def tables() -> list[type[Model]]:
    """One model for each table, those of many-to-many fields among them."""
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.managed and not model._meta.proxy]


def names_of(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.local_concrete_fields]


def rows_of(model: type[Model]) -> Rows:
    return list(model._base_manager.order_by("pk").values_list(*names_of(model)))


def lay(model: type[Model], rows: Rows) -> None:
    """In place of what the table holds; what refers to it is looked at when the transaction ends."""
    model._base_manager.all()._raw_delete(connection.alias)
    if rows:
        insert_values(model, names_of(model), rows)
