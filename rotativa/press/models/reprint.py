"""Printing the whole site anew, in the background: after a change of theme, settings or code."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

QUIET = timedelta(seconds=3)
"""After the last reason to print all, before it begins: reasons come in crowds, as in an import."""


class ReprintQuerySet(models.QuerySet["Reprint"]):
    def waiting(self) -> Self:
        return self.filter(began_at=None, cancelled_at=None)

    def running(self) -> Self:
        return self.exclude(began_at=None).filter(ended_at=None, cancelled_at=None)

    def open(self) -> Self:
        """Those that wait or run."""
        return self.filter(ended_at=None, cancelled_at=None)

    def ask(self, *, why: str, at: datetime) -> "Reprint":
        """Have all printed anew; one that waits to begin already stands for this reason too."""
        if self.waiting().update(asked_at=at):
            return self.waiting().latest("asked_at")
        return self.create(why=why[:200], asked_at=at)


class Reprint(models.Model):
    why = models.CharField(_("why"), max_length=200)
    asked_at = models.DateTimeField(_("asked for"))
    began_at = models.DateTimeField(_("begun"), null=True, blank=True)
    total = models.PositiveIntegerField(_("pages"), default=0)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)

    objects = ReprintQuerySet.as_manager()

    class Meta:
        verbose_name = _("reprint")
        verbose_name_plural = _("reprints")

    def __str__(self) -> str:
        return self.why

    def is_due(self, at: datetime) -> bool:
        return self.began_at is None and self.asked_at <= at - QUIET
