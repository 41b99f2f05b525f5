"""Files of pictures at addresses that last: for what cannot be printed anew, as mail that has been sent."""

import hashlib
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from rotativa.media.models import PictureRendition


def keep_for_good(rendition: PictureRendition) -> str:
    """The address of a copy, which stays when renditions are made anew and goes with the picture.

    Named after its content, so that however often it is kept, it is one file. Raises `OSError` where the
    rendition has just been replaced.
    """
    with rendition.file.storage.open(rendition.file.name) as file:
        data = file.read()
    mark = hashlib.sha256(data).hexdigest()[:16]
    name = f"{folder_of(rendition.image_id)}/{mark}{PurePath(rendition.file.name).suffix}"
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(data))
    return str(default_storage.url(name))


def let_go(picture_id: int) -> None:
    """Of a picture that is deleted: what must not be shown is not shown in old mail either."""
    folder = folder_of(picture_id)
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return  # nothing of it was ever kept
    for name in names:
        default_storage.delete(f"{folder}/{name}")


def folder_of(picture_id: int) -> str:
    return f"images/kept/{picture_id}"
