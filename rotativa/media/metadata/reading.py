"""What a picture's file says of it, from EXIF, IPTC and XMP.

Where they disagree, XMP is believed before IIM and both before EXIF, as in the IPTC Photo Metadata
Standard: people write the first two, cameras the third. Only when a program that knows no XMP has
changed IIM afterwards, which Photoshop's digest of IIM tells, is IIM believed first.
"""

import logging
import struct
from collections.abc import Callable
from datetime import tzinfo
from typing import IO
from xml.etree.ElementTree import ParseError

from PIL import Image

from rotativa.media.metadata.dates import best_moment
from rotativa.media.metadata.exif import read_exif
from rotativa.media.metadata.iim import is_newer_than_xmp, read_iim
from rotativa.media.metadata.particulars import TEXTS, Particulars, first_said
from rotativa.media.metadata.sources import Said
from rotativa.media.metadata.xmp import read_xmp

logger = logging.getLogger(__name__)

# What Pillow and the XML parser raise over metadata that is broken, by accident or on purpose.
BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    ParseError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    Image.DecompressionBombError,
)


def read_particulars(file: IO[bytes], *, language: str, zone: tzinfo) -> Particulars:
    """What the file says; nothing where it is no picture or says nothing that can be read."""
    try:
        with Image.open(file) as image:
            return reconciled(image, language=language, zone=zone)
    except BROKEN as error:
        logger.info("The file says nothing of itself: %s", error)
        return Particulars()


def reconciled(image: Image.Image, *, language: str, zone: tzinfo) -> Particulars:
    exif = attempted(read_exif, image)
    iim = attempted(read_iim, image)
    xmp = attempted(lambda each: read_xmp(each, language=language), image)
    people = [iim, xmp] if is_newer_than_xmp(image) else [xmp, iim]
    said = [*people, exif]
    texts = {name: first_said([each.texts for each in said], name) for name in TEXTS}
    moment = best_moment([each.created for each in people] + [each.exposed for each in said])
    return Particulars(
        **{**texts, "credit": texts["credit"] or texts["creator"]},
        taken_at=moment.in_zone(zone) if moment else None,
    ).plain()


def attempted(read: Callable[[Image.Image], Said], image: Image.Image) -> Said:
    """What one kind of metadata says; a broken one does not spoil the others."""
    try:
        return read(image)
    except BROKEN as error:
        logger.info("Metadata that cannot be read was passed over: %r", error)
        return Said()
