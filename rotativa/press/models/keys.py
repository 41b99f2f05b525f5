"""What printed pages are made of, and when that changed."""

from typing import Self

from django.db import models
from django.db.models import Max

MOST_TOLD = 200
"""Keys; after more changes than that little is left that holds."""


class PrintingKey(models.Model):
    """A key that a page was made of when it was printed last."""

    printing = models.ForeignKey("press.Printing", on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=150, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["printing", "key"], name="key_once_a_page"),
        ]

    def __str__(self) -> str:
        return self.key


class KeyChangeQuerySet(models.QuerySet["KeyChange"]):
    def last_number(self) -> int:
        return self.aggregate(last=Max("number"))["last"] or 0

    def since(self, number: int) -> Self:
        return self.filter(number__gt=number)

    def keys_since(self, number: int) -> list[str] | None:
        """What was announced after a change; None where that is too much to be told."""
        found = list(self.since(number).values_list("key", flat=True)[: MOST_TOLD + 1])
        return found if len(found) <= MOST_TOLD else None


class KeyChange(models.Model):
    """When a key was last announced, as a number that only grows.

    A page's keys are known only once it is printed. A change between its rendering and that moment
    finds no page made of the key; the printer finds the change here.
    """

    key = models.CharField(max_length=150, unique=True)
    number = models.BigIntegerField(db_index=True)

    objects = KeyChangeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.key} {self.number}"
