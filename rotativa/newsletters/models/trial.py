"""A test of an issue to somebody at the desk, and what became of it."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rotativa.newsletters.models.issue import Issue
from rotativa.newsletters.reasons import said

TRIED_FOR = timedelta(hours=1)
"""What could not be tried for so long is not tried any more: an editor asks again."""


class TrialQuerySet(models.QuerySet["Trial"]):
    def due(self, at: datetime) -> Self:
        return self.filter(due_at__lte=at, asked_at__gt=at - TRIED_FOR)

    def to(self, address: str) -> Self:
        return self.filter(address__iexact=address)

    def latest_first(self) -> Self:
        return self.order_by("-asked_at", "-pk")


class Trial(models.Model):
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="trials")
    address = models.CharField(_("address"), max_length=254)
    asked_at = models.DateTimeField(_("asked"))
    due_at = models.DateTimeField(null=True, db_index=True)
    """When it may be tried; whoever tries moves it. None once that has come to an end."""
    sent_at = models.DateTimeField(_("sent"), null=True)
    last_error = models.TextField(_("latest error"), blank=True)

    objects = TrialQuerySet.as_manager()

    class Meta:
        verbose_name = _("test of an issue")
        verbose_name_plural = _("tests of issues")

    def __str__(self) -> str:
        return self.address

    @property
    def why(self) -> str:
        return said(self.last_error)
