"""Pictures, what is known of them, and the files made of them for readers."""

import hashlib
import json
import secrets
from datetime import datetime
from pathlib import PurePath
from typing import Any, Self

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    ImageQuerySet,
    SourceImageIOError,
)
from wagtail.search import index

from rotativa.media.drawings import NoDrawing, clean_drawing
from rotativa.media.metadata import Notice, Particulars, read_particulars
from rotativa.media.metadata.particulars import FIELDS
from rotativa.media.models.filters import NoticeFilter
from rotativa.media.renditions import MAKER_VERSION

ORIGINALS = "original_images"


class PictureQuerySet(ImageQuerySet):
    def with_renditions(self) -> Self:
        """With all that `{% picture_tag %}` looks at."""
        return self.prefetch_related("renditions")


class Picture(AbstractImage):
    """A picture as it was uploaded. Wagtail's `description` is its default alternative text.

    The original keeps all that its file says, the position too, and so it has no public address and
    a name that cannot be guessed. Readers are given renditions.
    """

    caption = models.TextField(_("caption"), blank=True)
    creator = models.CharField(_("creator"), max_length=255, blank=True)
    credit = models.CharField(_("credit"), max_length=255, blank=True)
    rights = models.TextField(_("rights"), blank=True)
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    fingerprint = models.CharField(max_length=16, blank=True, editable=False)
    sight = models.CharField(max_length=5, blank=True, editable=False)
    """What keeps readers from making it out (`renditions.sight`), once its renditions are made."""

    objects = PictureQuerySet.as_manager()

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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and first read what a new file says of itself: no door can pass this by."""
        if self.file and not self.file._committed:  # noqa: SLF001  # Django has no public name for it
            self.read_new_file()
        self.fingerprint = self.current_fingerprint()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "fingerprint"}
        super().save(*args, **kwargs)

    def read_new_file(self) -> None:
        """Fill in what the new file says, but never over what somebody typed.

        What an earlier file of this picture had said goes with that file.
        """
        self._set_image_file_metadata()
        said = self.said_by_file()
        outdated = self.said_by_earlier_file()
        for name in FIELDS:
            if to_the_minute(getattr(self, name)) in {"", to_the_minute(getattr(outdated, name))}:
                setattr(self, name, getattr(said, name))

    def said_by_file(self) -> Particulars:
        if self.is_svg():
            return Particulars()
        with self.open_file() as file:
            said = read_particulars(
                file, language=settings.LANGUAGE_CODE, zone=timezone.get_default_timezone()
            )
            file.seek(0)
            return said

    def said_by_earlier_file(self) -> Particulars:
        earlier = type(self).objects.filter(pk=self.pk).first() if self.pk else None
        try:
            return earlier.said_by_file() if earlier else Particulars()
        except OSError:
            return Particulars()  # the earlier file is lost, which is why there is a new one

    @property
    def notice(self) -> Notice:
        """What its renditions carry."""
        return Notice(creator=self.creator, credit=self.credit, rights=self.rights)

    def current_fingerprint(self) -> str:
        """Changes with all that renditions are made from."""
        parts = [MAKER_VERSION, self.file_hash, self.creator, self.credit, self.rights]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]

    @property
    def short_name(self) -> str:
        """What its renditions are named after."""
        return PurePath(self.file.name).stem[:40]

    def get_upload_to(self, filename: str) -> str:
        """Within a folder that nobody can guess, in case a server hands out more than it should."""
        name = PurePath(super().get_upload_to(filename)).name
        folder = f"{ORIGINALS}/{secrets.token_urlsafe(12)}"
        return f"{folder}/{name[-(94 - len(folder)) :]}"

    def generate_rendition_file(
        self, filter: Filter, *, source: "File[Any] | None" = None
    ) -> "File[Any]":
        """Wagtail's own renditions, the desk's thumbnails for one, say no more than ours."""
        notice_filter = NoticeFilter(filter.spec, self.notice)
        with super().generate_rendition_file(notice_filter, source=source) as made:
            made.seek(0)
            data = self.cleaned(made) if self.is_svg() else made.read()
            return ContentFile(data, name=made.name)

    def cleaned(self, file: "File[Any]") -> bytes:
        """One that was spoilt in storage is told as Wagtail tells of one that is missing there."""
        try:
            return clean_drawing(file)
        except NoDrawing as error:
            raise SourceImageIOError(str(error)) from error

    def generate_rendition_instance(self, filter: Filter, source: Any) -> "PictureRendition":
        rendition: PictureRendition = super().generate_rendition_instance(filter, source)
        rendition.fingerprint = self.fingerprint
        return rendition


def to_the_minute(value: str | datetime | None) -> str | datetime:
    """A value as the desk's form gives it back: it keeps no seconds."""
    return value.replace(second=0, microsecond=0) if isinstance(value, datetime) else value or ""


class PictureRendition(AbstractRendition):
    """A file for readers. Its address changes with its content, so it may be kept for ever."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")
    fingerprint = models.CharField(max_length=16, blank=True, editable=False)
    is_animated = models.BooleanField(default=False, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter"
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fingerprint = self.fingerprint or self.image.fingerprint
        super().save(*args, **kwargs)

    def get_upload_to(self, filename: str) -> str:
        mark = self.fingerprint or self.image.fingerprint
        return f"images/{mark[:2]}/{mark[2:10]}-{PurePath(filename).name}"
