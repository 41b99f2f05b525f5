"""Every rendition of one original, made in one go: it is opened and turned upright once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from PIL import Image

from rotativa.media.metadata import Notice
from rotativa.media.renditions.animation import animated_webp, is_animated, is_too_long
from rotativa.media.renditions.encoding import encoded, encodings
from rotativa.media.renditions.normal import normal
from rotativa.media.renditions.plan import ANIMATED_WIDTHS, WIDTHS, spec, widths_for

SUFFIXES = {"avif": "avif", "webp": "webp", "jpeg": "jpg", "png": "png"}
# JPEG can be decoded at an eighth, a quarter or half its size: enough for twice the largest width.
DRAFT = (2 * WIDTHS[-1], 2 * WIDTHS[-1])


@dataclass(frozen=True)
class Made:
    spec: str
    suffix: str
    data: bytes
    is_animated: bool = False


def make(original: IO[bytes], notice: Notice) -> list[Made]:
    with Image.open(original) as image:
        if is_animated(image) and not is_too_long(image):
            return list(moving(image, notice))
        image.draft(None, DRAFT)
        return still(normal(image), notice)


def still(image: Image.Image, notice: Notice) -> list[Made]:
    """Each width in each format; no AVIF at all if one of them would be larger than its WebP."""
    by_width = {
        width: encodings(resized(image, width), notice) for width in widths_for(image.width)
    }
    formats = set.intersection(*(set(files) for files in by_width.values()))
    return [
        Made(spec(width, name), f"{width}.{SUFFIXES[name]}", data)
        for width, files in by_width.items()
        for name, data in files.items()
        if name in formats
    ]


def moving(image: Image.Image, notice: Notice) -> Iterator[Made]:
    """The animation, and its first frame for readers who ask for less motion."""
    widths = widths_for(image.width, ANIMATED_WIDTHS)
    first = normal(image)
    name = "png" if first.mode == "RGBA" else "jpeg"
    for width in widths:
        frame = resized(first, width)
        yield Made(spec(width, name), f"{width}.{SUFFIXES[name]}", encoded(frame, name, notice))
        image.seek(0)
        data = animated_webp(image, frame.size, notice)
        yield Made(spec(width, "webp"), f"{width}.webp", data, is_animated=True)


def resized(image: Image.Image, width: int) -> Image.Image:
    if width == image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    smaller = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    smaller.info = image.info
    return smaller
