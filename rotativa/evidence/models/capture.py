"""A copy of a source, from the moment it is asked for to the day it is withdrawn."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from rotativa.evidence.capture.doubts import Doubt, Reason
from rotativa.evidence.capture.record import PICTURE, RECORD, TEXT, VIEW, WACZ, Taken, read_record
from rotativa.evidence.models.source import Source
from rotativa.lib.reasons import said

LEASE = timedelta(minutes=10)
"""Longer than any capture takes: whoever holds a row beyond it has been killed."""
PAUSES = (timedelta(minutes=2), timedelta(minutes=20), timedelta(hours=3), timedelta(hours=24))
MOST_ATTEMPTS = len(PAUSES) + 1
LONG = timedelta(hours=1)
IS_FRESH = timedelta(days=30)
"""For so long a copy does for articles that cite its source anew."""
REST = timedelta(days=1)
"""So long what has failed is left alone, unless a person asks for it again."""


def new_folder() -> str:
    return uuid.uuid4().hex


class Status(models.TextChoices):
    QUEUED = "queued", _("Waiting to be taken")
    WORKING = "working", _("Being taken")
    TAKEN = "taken", _("Good")
    DOUBTFUL = "doubtful", _("To be looked at")
    REFUSED = "refused", _("Refused")
    FAILED = "failed", _("Failed")


UNDER_WAY = (Status.QUEUED, Status.WORKING)
LYING = (Status.TAKEN, Status.DOUBTFUL, Status.REFUSED)
"""Those of which there are files."""


class Visibility(models.TextChoices):
    PUBLIC = "public", _("Readers can see it")
    HASH_ONLY = "hash", _("Readers see its hash, date and stamps only")
    WITHDRAWN = "withdrawn", _("Withdrawn: its hash, date and stamps stay")


class CaptureQuerySet(models.QuerySet["Capture"]):
    def due(self, at: datetime) -> Self:
        """What is to be taken now, and what somebody was taking who is no more."""
        return self.filter(self._is_due(at)).order_by("next_attempt_at", "pk")

    def overdue(self, at: datetime) -> Self:
        """What nobody has taken though it was due long ago: no clock runs, or no worker."""
        return self.due(at - LONG)

    def claim(self, capture: "Capture", *, at: datetime) -> str:
        """The lease under which this caller takes it; empty for all others."""
        lease = uuid.uuid4().hex
        claimed = self.filter(self._is_due(at), pk=capture.pk).update(
            status=Status.WORKING,
            lease=lease,
            leased_until=at + LEASE,
            attempts=F("attempts") + 1,
        )
        return lease if claimed else ""

    def under(self, lease: str) -> Self:
        """The row, as long as nobody else has taken it over."""
        return self.filter(status=Status.WORKING, lease=lease)

    def enough(self, at: datetime) -> Self:
        """Those on account of which no other copy of their source is taken by itself."""
        return self.filter(
            Q(status__in=UNDER_WAY)
            | Q(status__in=LYING, taken_at__gt=at - IS_FRESH)
            | Q(status=Status.FAILED, asked_at__gt=at - REST)
        )

    def stamps_due(self, at: datetime) -> Self:
        return self.filter(stamps_due_at__lte=at).order_by("stamps_due_at", "pk")

    def claim_stamps(self, capture: "Capture", *, at: datetime) -> bool:
        pause = PAUSES[min(capture.stamp_attempts, len(PAUSES) - 1)]
        claimed = self.filter(
            pk=capture.pk, stamp_attempts=capture.stamp_attempts, stamps_due_at__lte=at
        ).update(
            stamp_attempts=F("stamp_attempts") + 1,
            stamps_due_at=at + pause if capture.stamp_attempts < len(PAUSES) else None,
        )
        return claimed == 1

    def worthless(self) -> Self:
        """Those that nobody will ask for: of a source that goes, they go with it."""
        return self.filter(
            status__in=[Status.QUEUED, Status.FAILED, Status.REFUSED],
            visibility=Visibility.PUBLIC,
        )

    def relied_on(self) -> Self:
        """Good ones, also those whose content is hidden; the latest first."""
        return self.filter(status=Status.TAKEN).order_by("-taken_at", "-pk")

    def shown(self) -> Self:
        """Good ones whose content readers can see; the latest first."""
        return self.relied_on().filter(visibility=Visibility.PUBLIC)

    def latest_shown(self, source_ids: Iterable[int]) -> dict[int, "Capture"]:
        """The copy of each source that readers are led to. One query."""
        rows = self.shown().filter(source__in=list(source_ids))
        return {capture.source_id: capture for capture in reversed(rows)}

    @staticmethod
    def _is_due(at: datetime) -> Q:
        waiting = Q(status=Status.QUEUED, next_attempt_at__lte=at)
        return waiting | Q(status=Status.WORKING, leased_until__lte=at)


class Capture(models.Model):
    """The row is the truth: a folder without a row that says so is no copy."""

    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="captures"
    )
    """With its source a copy would be gone, and what was withdrawn of it would leave no trace."""
    status = models.CharField(
        _("state"), max_length=10, choices=Status.choices, default=Status.QUEUED
    )
    folder = models.CharField(max_length=32, unique=True, default=new_folder)
    how = models.CharField(max_length=10, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    doubts = models.JSONField(default=list, blank=True)
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked for"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    visibility = models.CharField(
        _("seen by"), max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_because = models.TextField(blank=True)
    stamp_attempts = models.PositiveSmallIntegerField(default=0)
    stamps_due_at = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = CaptureQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy")
        verbose_name_plural = _("copies")
        constraints = [
            models.UniqueConstraint(
                fields=["source"],
                condition=Q(status__in=UNDER_WAY),
                name="one_capture_under_way",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=LYING) | (~Q(sha256="") & Q(taken_at__isnull=False)),
                name="copy_has_hash_and_date",
            ),
            models.CheckConstraint(
                condition=Q(visibility=Visibility.PUBLIC) | ~Q(withdrawn_because=""),
                name="withdrawn_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "next_attempt_at"], name="capture_due"),
            models.Index(fields=["source", "status", "-taken_at"], name="capture_of_source"),
            models.Index(fields=["-asked_at", "-id"], name="capture_latest"),
        ]

    def __str__(self) -> str:
        return self.source.name

    @property
    def path(self) -> Path:
        """Where its files are, once it is taken."""
        return Path(settings.CAPTURES_ROOT) / self.folder

    @cached_property
    def record(self) -> Taken:
        """What the copy says of itself; raises `OSError` where its files are gone."""
        return read_record(self.path)

    @property
    def record_if_there(self) -> Taken | None:
        """None where its files are gone, as on a site that was brought back without them."""
        return self.record if self.has(RECORD) else None

    @property
    def wacz_name(self) -> str:
        """What it is called where somebody has downloaded it."""
        return f"{self.source.host or 'copy'}-{self.pk}.wacz"

    @property
    def is_shown(self) -> bool:
        return self.status == Status.TAKEN and self.visibility == Visibility.PUBLIC

    @property
    def is_lying(self) -> bool:
        return self.status in LYING

    @property
    def why(self) -> str:
        """It was not taken, in the language of whoever asks."""
        return said(self.last_error)

    @property
    def reasons(self) -> list[Doubt]:
        return [Doubt(Reason(each["reason"]), each["detail"]) for each in self.doubts]

    def has(self, name: str) -> bool:
        return (self.path / name).is_file()

    @property
    def has_view(self) -> bool:
        return self.has(VIEW)

    @property
    def has_picture(self) -> bool:
        return self.has(PICTURE)

    @property
    def text(self) -> str:
        path = self.path / TEXT
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    @property
    def wacz(self) -> Path:
        return self.path / WACZ
