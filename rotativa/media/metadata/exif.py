"""EXIF: what the camera wrote, and sometimes its owner."""

import re
from typing import Any

from PIL import ExifTags, Image

from rotativa.media.metadata.particulars import Particulars
from rotativa.media.metadata.sources import Said
from rotativa.media.metadata.text import decoded

LONGEST = 1024 * 1024
# What cameras and telephones write into the description of every picture.
MADE_UP = re.compile(
    r"(?:olympus|sony|samsung|konica minolta|minolta)? ?(?:digital camera|dsc)|exif_jpeg_picture|dcim|"
    r"default|untitled|screenshot|image|photo|(?:dav|sdr|hdr|hdrpl|rptfx|oznor\w*|edf|btfmdn)|"
    r"(?:processed|created) with .*",
    re.IGNORECASE,
)


def read_exif(image: Image.Image) -> Said:
    if len(image.info.get("exif") or b"") > LONGEST:
        return Said()
    exif = image.getexif()
    details = exif.get_ifd(ExifTags.IFD.Exif)
    photographer, _, editor = text_of(exif.get(ExifTags.Base.Copyright), keep_nul=True).partition(
        "\0"
    )
    description = text_of(exif.get(ExifTags.Base.ImageDescription))
    return Said(
        texts=Particulars(
            caption="" if MADE_UP.fullmatch(description) else description,
            creator=text_of(exif.get(ExifTags.Base.Artist)),
            rights="; ".join(part.strip() for part in (photographer, editor) if part.strip("\0 ")),
        ),
        exposed=exposure(details),
    )


def exposure(details: Any) -> str:
    moment = text_of(details.get(ExifTags.Base.DateTimeOriginal))
    offset = text_of(details.get(ExifTags.Base.OffsetTimeOriginal))
    return f"{moment}{offset}" if offset and moment else moment


def text_of(value: Any, *, keep_nul: bool = False) -> str:
    """Pillow reads texts as Latin-1, whatever they are; undo that."""
    if isinstance(value, str):
        value = value.encode("latin-1", errors="replace")
    if not isinstance(value, bytes):
        return ""
    text = decoded(value)
    return text if keep_nul else text.replace("\0", " ").strip()
