"""What is done with pictures, by the desk, importers, pages and the clock alike."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext_noop as _
from wagtail.images.models import SourceImageIOError

from rotativa.lib.reasons import Reasoned
from rotativa.media.checks import check_picture, name_by_content
from rotativa.media.drawings import NoDrawing, clean_drawing
from rotativa.media.metadata.reading import BROKEN
from rotativa.media.models import Picture, PictureRendition, RenditionRequest
from rotativa.media.models.requests import TIME_TO_BEGIN
from rotativa.media.renditions import Made, make
from rotativa.media.renditions.plan import DRAWING
from rotativa.media.renditions.sight import sight_in
from rotativa.media.signals import renditions_requested

logger = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(minutes=1)
AT_A_TIME = 50


def add_picture(file: "File[Any]", *, title: str, **fields: Any) -> Picture:
    """Keep a picture that did not come through the desk; ValidationError says why one is refused.

    `fields` are fields of `Picture`. What they leave empty is read from the file.
    """
    file.name = name_by_content(file)
    check_picture(file)
    picture = Picture(title=title[:255], file=file, **fields)
    picture.save()
    return picture


def request_renditions(picture_ids: Iterable[int], *, at: datetime) -> list[int]:
    """See to it that readers can be shown these pictures; return those that must be made for it.

    Cheap to call again: a picture that has its renditions costs nothing.
    """
    asked = set(Picture.objects.filter(pk__in=set(picture_ids)).values_list("pk", flat=True))
    ready = RenditionRequest.objects.fulfilled().filter(picture__in=asked)
    wanted = sorted(asked.difference(ready.values_list("picture", flat=True)))
    RenditionRequest.objects.bulk_create(
        [
            RenditionRequest(
                picture_id=each, requested_at=at, due_at=at, wake_at=at + TIME_TO_BEGIN
            )
            for each in wanted
        ],
        update_conflicts=True,
        unique_fields=["picture"],
        update_fields=["requested_at", "due_at", "wake_at", "attempts", "last_error"],
    )
    announce(wanted)
    return wanted


def request_again(picture: Picture, *, at: datetime) -> None:
    """Once readers were to see a picture, they are to see it as it is now."""
    outdated = RenditionRequest.objects.filter(picture=picture).exclude(
        made_for=picture.fingerprint
    )
    if outdated.exists():
        request_renditions([picture.pk], at=at)


def find_lost_requests(*, at: datetime) -> list[int]:
    """Wake the requests whose task was lost, or whose pause after a failure is over."""
    lost = RenditionRequest.objects.lost(at).order_by("wake_at")
    pictures = list(lost.values_list("picture", flat=True)[:AT_A_TIME])
    RenditionRequest.objects.filter(picture__in=pictures).update(wake_at=at + TIME_TO_BEGIN)
    announce(pictures)
    return pictures


def announce(picture_ids: list[int]) -> None:
    if picture_ids:
        renditions_requested.send(sender=RenditionRequest, picture_ids=picture_ids)


def answer_request(picture_id: int, *, at: datetime) -> bool:
    """Make the renditions that were asked for, unless another is at it; return whether it was done."""
    if not RenditionRequest.objects.claim(picture_id, at=at):
        return False
    request = RenditionRequest.objects.select_related("picture").get(picture=picture_id)
    try:
        make_renditions(request.picture)
    except (*BROKEN, NoDrawing) as error:
        note_failure(request, error=error, at=at)
        return False
    request.made_for = request.picture.fingerprint
    request.attempts, request.last_error, request.due_at = 0, "", at
    request.save(update_fields=["made_for", "attempts", "last_error", "due_at"])
    return True


def note_failure(request: RenditionRequest, *, error: Exception, at: datetime) -> None:
    """Keep the reason and wait longer each time."""
    logger.warning("No renditions of picture %s", request.picture_id, exc_info=error)
    request.last_error = Reasoned(
        _("No files for readers could be made of this picture: %(error)s"), error=reason_of(error)
    ).kept()
    request.due_at = request.wake_at = at + FIRST_PAUSE * 2**request.attempts
    request.save(update_fields=["last_error", "due_at", "wake_at"])


def reason_of(error: Exception) -> object:
    match error:
        case SourceImageIOError():
            return Reasoned(_("its file is missing"))
        case NoDrawing():
            return error.reason
    return error


def make_renditions(picture: Picture) -> list[PictureRendition]:
    """Make all files of a picture that readers may be given, then take away those of its earlier state."""
    with picture.open_file() as original:
        if picture.is_svg():
            made, sight = [Made(DRAWING, "drawing.svg", clean_drawing(original))], ""
        else:
            made = make(original, picture.notice)
            sight = sight_in(made)
    if sight != picture.sight:  # past the model: it is no change for which renditions are made anew
        picture.sight = sight
        Picture.objects.filter(pk=picture.pk).update(sight=sight)
    kept = [keep_rendition(picture, each) for each in made]
    picture.renditions.exclude(fingerprint=picture.fingerprint).delete()
    return kept


def keep_rendition(picture: Picture, made: Made) -> PictureRendition:
    """Store one file; one of the same kind made earlier is replaced in the same moment.

    No transaction: the file is written, and looked at, before the database is asked for anything.
    """
    key = {"image": picture, "filter_spec": made.spec, "focal_point_key": ""}
    earlier = PictureRendition.objects.filter(**key).first()
    rendition = PictureRendition(
        **key,
        pk=earlier.pk if earlier else None,
        file=ContentFile(made.data, name=f"{picture.short_name}-{made.suffix}"),
        fingerprint=picture.fingerprint,
        is_animated=made.is_animated,
    )
    rendition.save()
    if earlier:
        storage, name = earlier.file.storage, earlier.file.name
        transaction.on_commit(lambda: storage.delete(name))
    rendition.purge_from_cache()
    return rendition
