"""A file of subscribers that somebody brings in, and how far it is."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from rotativa.newsletters.models.newsletter import Newsletter

MOST_ATTEMPTS = 7
"""Without getting any further."""
LEASE = timedelta(minutes=5)
"""After it, whoever works on a file is taken for dead; each part that is stored begins it anew."""
FILES_KEPT = timedelta(days=1)
"""Of what was read on trial, so that it can be stored without being sent again."""


class IntakeQuerySet(models.QuerySet["Intake"]):
    def open(self) -> Self:
        return self.filter(state__in=Intake.OPEN)

    def due(self, at: datetime) -> Self:
        return self.open().filter(due_at__lte=at)

    def claim(self, pk: int, *, at: datetime) -> bool:
        """Whether the caller is the one to go on with it."""
        return bool(
            self.due(at)
            .filter(pk=pk)
            .update(
                state=Intake.State.WORKING,
                shift=F("shift") + 1,
                attempts=F("attempts") + 1,
                due_at=at + LEASE,
            )
        )


class Intake(models.Model):
    """The row is the truth; a task only wakes it. Whoever counted `shift` last is the one that may write."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        WORKING = "working", _("Being read")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        STOPPED = "stopped", _("Stopped")

    OPEN = (State.WAITING, State.WORKING)

    name = models.CharField(_("file"), max_length=200)
    system = models.CharField(max_length=20)
    """Whose file it is, as its columns say."""
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(_("brought"))
    newsletters = models.ManyToManyField(Newsletter, related_name="+")
    language = models.CharField(max_length=20)
    is_trial = models.BooleanField(default=False)
    may_suppress = models.BooleanField(default=False)
    """Whoever brought it."""
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING, db_index=True
    )
    shift = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    columns: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    """Each with what it is taken for, where no known system has named them."""
    unheeded: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    """Columns that say nothing of mail, as whoever brought it says."""
    lines = models.PositiveIntegerField(default=0)
    """Of the file, which has no more rows."""
    rows_read = models.PositiveIntegerField(default=0)
    lines_read = models.PositiveIntegerField(default=0)
    """Where the next shift goes on."""
    counts: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    faults: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    """Lines that were not taken, and why: of an address nothing, of what it is unclear by its beginning."""
    broken_line = models.PositiveIntegerField(default=0)
    """From which on nothing could be read."""

    objects = IntakeQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file of subscribers")
        verbose_name_plural = _("files of subscribers")

    def __str__(self) -> str:
        return f"{self.name} ({self.system})"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class IntakeFile(models.Model):
    """In a table of its own, so that progress does not write it anew; gone once it is stored."""

    intake = models.OneToOneField(
        Intake, primary_key=True, on_delete=models.CASCADE, related_name="file"
    )
    content = models.BinaryField()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return str(self.intake)
