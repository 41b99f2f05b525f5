"""What authorities say of the day since when a copy exists."""

from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q

from rotativa.evidence.models.capture import Capture
from rotativa.lib.reasons import said


class StampQuerySet(models.QuerySet["Stamp"]):
    def good(self) -> "StampQuerySet":
        return self.filter(is_verified=True).order_by("at", "pk")


class Stamp(models.Model):
    """The token is kept as it came, whatever it is worth: it can be verified without us."""

    capture = models.ForeignKey(Capture, on_delete=models.CASCADE, related_name="stamps")
    authority = models.URLField(max_length=500)
    token = models.BinaryField(blank=True)
    root = models.BinaryField(blank=True)
    at = models.DateTimeField(null=True, blank=True)
    is_verified = models.BooleanField(default=False)
    fault = models.TextField(blank=True)
    asked_at = models.DateTimeField()

    objects = StampQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["capture", "authority"], name="one_stamp_each"),
            models.CheckConstraint(
                condition=Q(is_verified=False) | Q(at__isnull=False), name="stamp_says_when"
            ),
        ]

    def __str__(self) -> str:
        return self.host

    @property
    def why(self) -> str:
        """There is none, in the language of whoever asks."""
        return said(self.fault)

    def file_name(self, kind: str) -> str:
        """What its token (`tsr`) or root (`pem`) is called where somebody has downloaded it."""
        return f"stamp-{self.pk}.{kind}"

    def content(self, kind: str) -> bytes:
        return bytes(self.token if kind == "tsr" else self.root)

    @property
    def host(self) -> str:
        return urlsplit(self.authority).hostname or self.authority
