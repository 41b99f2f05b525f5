"""Rows that are written once: what a paper has said in public stays said."""

from typing import Any, NoReturn

from django.db import models


class WrittenOnce(Exception):
    """Such a row is neither changed nor taken out; another one is added after it."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(f"Rows of {model._meta.label} are written once.")


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **_kwargs: Any) -> NoReturn:
        raise WrittenOnce(self.model)

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise WrittenOnce(self.model)

    def delete(self) -> NoReturn:
        raise WrittenOnce(self.model)


class AppendOnly(models.Model):
    """The database itself refuses to change such a row, too: see the migrations' triggers.

    Its manager is of `AppendOnlyQuerySet`. A row goes only with what it belongs to, where that may go.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise WrittenOnce(type(self))
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise WrittenOnce(type(self))
