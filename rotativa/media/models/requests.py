"""Which pictures readers are to see, and how far the files made of them are."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from rotativa.lib.reasons import said
from rotativa.media.models.pictures import Picture, PictureRendition

MOST_ATTEMPTS = 5
# As long as the largest picture may take, and then some: after it, the worker is taken for dead.
TIME_TO_MAKE = timedelta(minutes=10)
# A task that did not come by now may be lost, or stand behind many others: waking it twice is cheap.
TIME_TO_BEGIN = timedelta(minutes=15)


class RenditionRequestQuerySet(models.QuerySet["RenditionRequest"]):
    def fulfilled(self) -> Self:
        """Those whose renditions are made of the picture as it is now."""
        return self.filter(Q(made_for=F("picture__fingerprint")) & Exists(current_renditions()))

    def lacking_renditions(self) -> Self:
        """The others, but for those given up."""
        return self.filter(
            ~Q(made_for=F("picture__fingerprint")) | ~Exists(current_renditions()),
            attempts__lt=MOST_ATTEMPTS,
        )

    def lost(self, at: datetime) -> Self:
        """Those that no task will come for, as far as one can tell."""
        return self.lacking_renditions().filter(wake_at__lte=at)

    def claim(self, picture_id: int, *, at: datetime) -> bool:
        """Whether the caller is the one to make them: nobody else will until the time is over.

        Who had to wait for another asks again whether it is due, and on PostgreSQL not what was joined.
        """
        until = at + TIME_TO_MAKE
        lacking = self.lacking_renditions().filter(picture=picture_id)
        due = self.filter(pk__in=lacking.values("pk"), due_at__lte=at)
        return bool(due.update(due_at=until, wake_at=until, attempts=F("attempts") + 1))


def current_renditions() -> models.QuerySet[PictureRendition]:
    """Ours, of the picture as it is now; the desk's thumbnails are no sign that there are any."""
    return PictureRendition.objects.filter(
        Q(filter_spec__contains="|format-") | Q(file__endswith=".svg"),
        image=OuterRef("picture"),
        fingerprint=OuterRef("picture__fingerprint"),
    )


class RenditionRequest(models.Model):
    """The job of making a picture's renditions. The row is the truth; a task only wakes it.

    From `due_at` on a worker may take it; at `wake_at` the clock sends a task for it.
    """

    picture = models.OneToOneField(
        Picture, on_delete=models.CASCADE, related_name="rendition_request"
    )
    requested_at = models.DateTimeField()
    due_at = models.DateTimeField()
    wake_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_for = models.CharField(max_length=16, blank=True)
    last_error = models.TextField(blank=True)

    objects = RenditionRequestQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("rendition request")
        verbose_name_plural = _("rendition requests")

    def __str__(self) -> str:
        return str(self.picture_id)

    @property
    def why(self) -> str:
        """It failed at the latest, in the language of whoever asks."""
        return said(self.last_error)
