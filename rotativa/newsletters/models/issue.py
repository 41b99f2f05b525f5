"""One number of a newsletter in one language."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from rotativa.newsletters.models.newsletter import Newsletter


class Stage(models.TextChoices):
    DRAFT = "draft", _("Not sent")
    SENDING = "sending", _("Being sent")
    PAUSED = "paused", _("Stopped")
    DONE = "done", _("Sent")


class IssueQuerySet(models.QuerySet["Issue"]):
    def sending(self) -> Self:
        return self.filter(stage=Stage.SENDING).order_by("frozen_at", "pk")

    def awake(self, at: datetime) -> Self:
        """Those for which the relay may be asked: it has not just failed us."""
        return self.sending().filter(Q(rests_until=None) | Q(rests_until__lte=at))

    def done_since(self, at: datetime) -> Self:
        return self.filter(stage=Stage.DONE, done_at__gt=at)

    def move(self, issue: "Issue", *, to: Stage, of: tuple[Stage, ...], **fields: object) -> bool:
        """Whether it was this caller who moved it."""
        return self.filter(pk=issue.pk, stage__in=of).update(stage=to, **fields) == 1


class Issue(models.Model):
    """Subject, HTML and text may hold the marks of `mime.slots`, and are fixed once it is sent."""

    newsletter = models.ForeignKey(Newsletter, on_delete=models.PROTECT, related_name="issues")
    language = models.CharField(_("language"), max_length=20)
    period = models.CharField(_("period"), max_length=20)
    """What it is the number of, such as `2026-11-26` or `2026-W48`."""
    stage = models.CharField(_("state"), max_length=8, choices=Stage.choices, default=Stage.DRAFT)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    html = models.TextField("HTML", blank=True)
    text = models.TextField(_("text"), blank=True)
    frozen_at = models.DateTimeField(_("sent"), null=True, blank=True)
    frozen_count = models.PositiveIntegerField(_("recipients"), default=0)
    rests_until = models.DateTimeField(null=True, blank=True)
    relay_faults = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(_("latest error"), blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        constraints = [
            models.UniqueConstraint(
                fields=["newsletter", "language", "period"], name="one_issue_a_period"
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.DRAFT) | Q(frozen_at__isnull=False),
                name="sent_issue_has_its_audience",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.newsletter} {self.language} {self.period}"

    @property
    def counts(self) -> dict[int, int]:
        """Its deliveries by their state; one query."""
        rows = self.deliveries.values_list("state").annotate(Count("pk")).order_by("state")
        return dict(rows)
