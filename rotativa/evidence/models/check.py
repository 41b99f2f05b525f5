"""A look at a source, as it was told: written once."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rotativa.evidence.addresses import MAX_URL
from rotativa.evidence.checks.states import State
from rotativa.evidence.models.source import Source
from rotativa.lib.append_only import AppendOnly, AppendOnlyQuerySet
from rotativa.lib.reasons import said


class CheckQuerySet(AppendOnlyQuerySet):
    def latest_first(self) -> Self:
        return self.order_by("-at", "-pk")


class Check(AppendOnly):
    """Of a machine, or of a person who says that the source is as it should be (`by`)."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="checks")
    at = models.DateTimeField(_("when"))
    state = models.CharField(_("state"), max_length=12, choices=State.choices)
    status = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    url = models.CharField(max_length=MAX_URL, blank=True)
    """Where the answer came from, if it was another address."""
    likeness = models.FloatField(null=True, blank=True)
    detail = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        indexes = [models.Index(fields=["source", "-at", "-id"], name="check_of_source")]

    def __str__(self) -> str:
        return self.get_state_display()

    @property
    def shown_detail(self) -> str:
        """Only why there was no answer is a reason of ours: the rest is the words or the address of others."""
        return said(self.detail) if self.state == State.UNREACHABLE else self.detail


class AskedSiteQuerySet(models.QuerySet["AskedSite"]):
    def claim(self, name: str, *, at: datetime, until: datetime) -> bool:
        """Say whether this caller is the one who may ask the site now."""
        _site, is_new = self.get_or_create(name=name, defaults={"free_at": until})
        if is_new:
            return True
        return self.filter(name=name, free_at__lte=at).update(free_at=until) == 1

    def release(self, name: str, *, until: datetime, free_at: datetime) -> None:
        """Unless it was left to another meanwhile."""
        self.filter(Q(name=name) & Q(free_at=until)).update(free_at=free_at)


class AskedSite(models.Model):
    """When a site may be asked next: one look at a time, a pause, and what it has asked for itself."""

    name = models.CharField(max_length=MAX_URL, unique=True)
    free_at = models.DateTimeField()

    objects = AskedSiteQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
