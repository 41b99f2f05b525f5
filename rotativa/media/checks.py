"""What is asked of a picture's file before it is kept, whichever door it comes through."""

from pathlib import PurePath
from typing import IO, Any

import willow
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.models import IMAGE_FORMAT_EXTENSIONS

from rotativa.media.drawings import check_drawing
from rotativa.media.metadata.reading import BROKEN
from rotativa.media.renditions.animation import is_animated, is_too_long


class PictureFileField(WagtailImageField):
    """Wagtail's field, which refuses odd formats and sizes, and beyond it what is broken or could run."""

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is not None and is_drawing(file):
            check_drawing(file)
            file.seek(0)
        return file

    def check_image_pixel_size(self, f: Any) -> None:
        """Look at the size that the file claims before all of it is decoded, and then decode it."""
        try:
            if not is_drawing(f):
                self.check_claims(f)
            super().check_image_pixel_size(f)
        except BROKEN as error:
            raise ValidationError(
                _(
                    "This picture is damaged, or its end is missing. "
                    "Ask for it again, or open it in another program and save it anew."
                ),
                code="damaged_picture",
            ) from error
        finally:
            f.seek(0)

    def check_claims(self, file: IO[bytes]) -> None:
        try:
            file.seek(0)
            with Image.open(file) as image:
                pixels = image.width * image.height
                moves_for_long = is_animated(image) and is_too_long(image)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            return  # Wagtail has words for it
        if self.max_image_pixels and pixels > self.max_image_pixels:
            raise ValidationError(
                self.error_messages["file_too_many_pixels"]
                % {"num_pixels": pixels, "max_pixels_count": self.max_image_pixels},
                code="file_too_many_pixels",
            )
        if moves_for_long:
            raise ValidationError(
                _(
                    "This animation is too long or too large. "
                    "Make it shorter, or publish it as a video."
                ),
                code="long_animation",
            )


def check_picture(file: "File[Any]") -> None:
    """Raise ValidationError unless the file is a whole picture of a kind and size that we take."""
    PictureFileField().clean(file)


def is_drawing(file: Any) -> bool:
    return str(file.name).lower().endswith(".svg")


def name_by_content(file: "File[Any]") -> str:
    """The file's name with the ending of what it holds: old sites call many a WebP a JPEG."""
    file.seek(0)
    try:
        ending = IMAGE_FORMAT_EXTENSIONS[willow.Image.open(file).format_name]
    except (LookupError, OSError, SyntaxError, ValueError):
        return str(file.name)  # not a picture, which the checks will say in better words
    finally:
        file.seek(0)
    name = PurePath(str(file.name))
    is_right = name.suffix.lower().replace(".jpeg", ".jpg") == ending
    is_guess = ending == ".svg"  # any XML, a page that says “not found” for one
    return name.name if is_right or is_guess else f"{name.stem}{ending}"
