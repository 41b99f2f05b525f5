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

    def changes_since(self, number: int) -> tuple[int, list[str] | None]:
        """The number of the last change, and what was announced after a change; see `Changes` of pages.

        One query: what was announced with that change, too, tells that the number has not gone back.
        """
        rows = self.filter(number__gte=number).order_by("-number")
        found = list(rows.values_list("number", "key")[: MOST_TOLD + 1])
        if not found:
            last = self.last_number()
            return last, [] if last == number else None
        new = [key for its, key in found if its > number]
        return found[0][0], new if len(new) <= MOST_TOLD else None


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
