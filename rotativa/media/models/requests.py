"""Which pictures readers are to see, and how far the files made of them are."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rotativa.media.models.pictures import Picture


class RenditionRequest(models.Model):
    """The job of making a picture's renditions. The row is the truth; a task only wakes it."""

    picture = models.OneToOneField(
        Picture, on_delete=models.CASCADE, related_name="rendition_request"
    )
    requested_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_for = models.CharField(max_length=16, blank=True)
    last_error = models.TextField(blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("rendition request")
        verbose_name_plural = _("rendition requests")

    def __str__(self) -> str:
        return str(self.picture_id)
