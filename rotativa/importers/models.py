"""What came from where: one row for each thing that an import stored."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportedThingQuerySet(models.QuerySet["ImportedThing"]):
    def of_source(self, system: str, source: str) -> Self:
        return self.filter(system=system, source=source)

    def to_link(self) -> Self:
        """Pages whose links within the old site and earlier coverage are not followed up yet."""
        return self.filter(is_linked=False, page__isnull=False)


class ImportedThing(models.Model):
    """A thing of another system and what it became here; deleting that deletes the row.

    A second run finds the row and leaves the thing alone: that makes imports idempotent.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        PAGE = "page", _("plain page")
        MEDIA = "media", _("picture or file")

    system = models.CharField(max_length=20)
    source = models.CharField(max_length=500)
    kind = models.CharField(max_length=10, choices=Kind)
    identity = models.CharField(max_length=500)
    title = models.CharField(max_length=255, blank=True)
    published_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64)
    address = models.CharField(max_length=2000, blank=True)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.CASCADE, related_name="imported_from"
    )
    picture = models.ForeignKey(
        "media.Picture", null=True, on_delete=models.CASCADE, related_name="imported_from"
    )
    file = models.ForeignKey(
        "media.File", null=True, on_delete=models.CASCADE, related_name="imported_from"
    )
    is_linked = models.BooleanField(default=True)
    kept = models.JSONField(
        default=dict,
        help_text=_("What has no place yet: comments, sources, claims, unknown keys."),
    )
    imported_at = models.DateTimeField()

    objects = ImportedThingQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("imported thing")
        verbose_name_plural = _("imported things")
        constraints = [
            models.UniqueConstraint(
                fields=["system", "source", "kind", "identity"], name="imported_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system}: {self.identity}"
