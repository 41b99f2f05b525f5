"""The picture beside a reader's name: small, square, and with nothing in it but what is seen."""

from io import BytesIO
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

SIDE = 256
MOST_BYTES = 5 * 2**20
MOST_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP")


def portrait_of(file: IO[bytes]) -> bytes:
    """As WebP; raises `ValidationError` for what is no picture, or too large a one."""
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValidationError(_("The picture is too large: 5 MB are the most."))
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(_("The picture is too large: 40 megapixels are the most."))
            picture.draft("RGB", (SIDE * 2, SIDE * 2))
            return packed(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValidationError(_("This file is no picture that we can read.")) from error


def packed(picture: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    square = ImageOps.fit(upright.convert("RGB"), (SIDE, SIDE))
    bare = Image.new("RGB", square.size)
    bare.paste(square)
    out = BytesIO()
    bare.save(out, "WEBP", quality=82)
    return out.getvalue()
