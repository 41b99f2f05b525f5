"""Pictures, what is known of them, and the files made of them for readers."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.search import index


class Picture(AbstractImage):
    """A picture as it was uploaded. Wagtail's `description` is its default alternative text."""

    caption = models.TextField(_("caption"), blank=True)
    creator = models.CharField(_("creator"), max_length=255, blank=True)
    credit = models.CharField(_("credit"), max_length=255, blank=True)
    rights = models.TextField(_("rights"), blank=True)
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    fingerprint = models.CharField(max_length=16, blank=True, editable=False)

    admin_form_fields = (
        "title",
        "file",
        "description",
        "caption",
        "creator",
        "credit",
        "rights",
        "taken_at",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("caption"),
        index.SearchField("creator"),
        index.SearchField("credit"),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")
    fingerprint = models.CharField(max_length=16, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter"
            ),
        ]
