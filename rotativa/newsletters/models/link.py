"""Where the letters of an issue lead, and how often readers who let us count went there."""

from typing import Self

from django.db import models
from django.db.models import F

from rotativa.newsletters.models.issue import Issue

LONGEST_PATH = 1000


class LinkQuerySet(models.QuerySet["Link"]):
    def most_followed(self) -> Self:
        return self.order_by("-followed", "place")

    def follow(self, link: "Link") -> None:
        self.filter(pk=link.pk).update(followed=F("followed") + 1)


class Link(models.Model):
    """A number, and nothing of whoever went there: neither when, nor from where."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="links", db_index=False)
    place = models.PositiveSmallIntegerField()
    """Among the links of the issue, as they stand in it."""
    path = models.CharField(max_length=LONGEST_PATH)
    """Of ours, from the first slash on."""
    followed = models.PositiveIntegerField(default=0)

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issue", "place"], name="link_has_its_place"),
        ]

    def __str__(self) -> str:
        return self.path
