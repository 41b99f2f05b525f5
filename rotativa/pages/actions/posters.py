"""Keep the picture that another site shows for its film, written anew: its bytes are never kept."""

import tempfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Protocol

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.models import Collection

from rotativa.lib.http import Download, Limits
from rotativa.media.actions import add_picture, request_renditions
from rotativa.media.models import Picture

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
MAX_PIXELS = 20_000_000
LARGEST_SIDE = 1600
QUALITY = 88
LIMITS = Limits(max_bytes=8 * 2**20, total_seconds=20)


class NoPicture(Exception):
    """What was sent as a picture is none that we take; `str(error)` is fit to be shown."""


class PictureDoor(Protocol):
    def download(
        self, url: str, to: Path, *, accept: tuple[str, ...], limits: Limits
    ) -> Download: ...


def store_poster(url: str, *, title: str, credit: str, at: datetime, door: PictureDoor) -> Picture:
    """Fetch a picture and have its renditions made: readers see it once they are there."""
    with tempfile.TemporaryDirectory(prefix="rotativa-poster-") as folder:
        file = Path(folder) / "poster"
        door.download(url, file, accept=("image/*",), limits=LIMITS)
        content = _as_jpeg(file)
    picture = add_picture(
        ContentFile(content, name="poster.jpg"),
        title=title or _("Picture from another site"),
        credit=credit,
        collection=_collection(),
    )
    request_renditions([picture.pk], at=at)
    return picture


def _as_jpeg(file: Path) -> bytes:
    written = BytesIO()
    try:
        with Image.open(file, formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise NoPicture(_("The picture is too large."))
            image.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
            image.convert("RGB").save(written, "JPEG", quality=QUALITY, optimize=True)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise NoPicture(_("What the site calls a picture is none.")) from None
    return written.getvalue()


def _collection() -> Collection:
    """A collection of their own: they are not for editors to choose from."""
    name = "From other sites"
    found = Collection.objects.filter(name=name, depth=2).first()
    return found or Collection.get_first_root_node().add_child(name=name)
