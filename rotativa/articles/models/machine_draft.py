"""Translations that a machine is to draft, and how far it is."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from rotativa.lib.reasons import said

MOST_ATTEMPTS = 7
FIRST_PAUSE = timedelta(seconds=30)
# As long as one request of the slowest machine takes, and then some: after it, the worker is taken for dead.
TIME_TO_WORK = timedelta(minutes=10)
# A task that did not come by now may be lost, or stand behind many others: waking it twice is cheap.
TIME_TO_BEGIN = timedelta(minutes=5)


class MachineDraftQuerySet(models.QuerySet["MachineDraft"]):
    def open(self) -> Self:
        return self.filter(state__in=MachineDraft.OPEN)

    def lost(self, at: datetime) -> Self:
        """Those that no task will come for, as far as one can tell."""
        return self.open().filter(wake_at__lte=at)

    def claim(self, pk: int, *, at: datetime) -> bool:
        """Whether the caller is the one to go on with it: nobody else will until the time is over."""
        due = self.open().filter(pk=pk, due_at__lte=at)
        return bool(
            due.update(
                state=MachineDraft.State.WORKING,
                attempts=F("attempts") + 1,
                due_at=at + TIME_TO_WORK,
                wake_at=at + TIME_TO_WORK,
            )
        )


class MachineDraft(models.Model):
    """One row for each article and language. The row is the truth; a task only wakes it.

    From `due_at` on a worker may take it; at `wake_at` the clock sends a task for it. `attempts` tells
    workers apart: whoever counted it last is the one that may write.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        WORKING = "working", _("being translated")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    OPEN = (State.WAITING, State.WORKING)

    source = models.ForeignKey(
        "articles.Article",
        verbose_name=_("article"),
        on_delete=models.CASCADE,
        related_name="machine_drafts",
    )
    locale = models.ForeignKey(
        Locale, verbose_name=_("language"), on_delete=models.CASCADE, related_name="+"
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked for by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    requested_at = models.DateTimeField(_("asked for"))
    is_anew = models.BooleanField(default=False)
    """Whether texts that an editor has written may be replaced, too."""
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING, db_index=True
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    wake_at = models.DateTimeField(db_index=True)
    total = models.PositiveIntegerField(default=0)
    translated = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(_("finished"), null=True)
    last_error = models.TextField(blank=True)
    answers: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    """While it works: `done` and `failed` fragments by digest, so that nothing is paid for twice."""
    wrote: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    """What the machine wrote last, and of what: see `machine.writing.Wrote`."""
    left: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    """What it did not translate, and why: see `machine.writing.Outcome`."""

    objects = MachineDraftQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("machine draft")
        verbose_name_plural = _("machine drafts")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "locale"], name="one_machine_draft_for_each_language"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.locale}"

    @property
    def why(self) -> str:
        """It failed at the latest, in the language of whoever asks."""
        return said(self.last_error)

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def pause(self) -> timedelta:
        """Before the next attempt."""
        return FIRST_PAUSE * 2 ** max(0, self.attempts - 1)
