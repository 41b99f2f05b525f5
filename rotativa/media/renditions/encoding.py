"""Pixels and the notice as a file. The figures behind the qualities: docs/decisions/pictures.md."""

from io import BytesIO
from typing import Any

from PIL import Image, PngImagePlugin

from rotativa.media.metadata import Notice

AVIF_QUALITY = 58
LESSER_AVIF_QUALITY = 50
WEBP_QUALITY = 78
JPEG_QUALITY = 78
LONGEST_WEBP_SIDE = 16_383

OPTIONS: dict[str, dict[str, Any]] = {
    "avif": {"quality": AVIF_QUALITY, "speed": 6},
    "webp": {"quality": WEBP_QUALITY, "method": 5},
    "jpeg": {"quality": JPEG_QUALITY, "optimize": True, "progressive": True},
    "png": {"optimize": True},
}


def encoded(image: Image.Image, format_name: str, notice: Notice, **options: Any) -> bytes:
    """A normal picture as a file that says whose it is and keeps its colour profile."""
    settings = OPTIONS[format_name] | options
    if format_name == "png":
        settings["pnginfo"] = with_notice(notice)
    else:
        settings["xmp"] = notice.as_xmp()
    output = BytesIO()
    image.save(
        output,
        format_name.upper(),
        exif=notice.as_exif(),
        icc_profile=image.info.get("icc_profile"),
        **settings,
    )
    return output.getvalue()


def with_notice(notice: Notice) -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    if notice:
        info.add_itxt("XML:com.adobe.xmp", notice.as_xmp().decode())
    return info


def encodings(image: Image.Image, notice: Notice) -> dict[str, bytes]:
    """The picture in each format that pays: AVIF only where it is no larger than WebP."""
    made = {}
    if max(image.size) <= LONGEST_WEBP_SIDE:
        made["webp"] = encoded(image, "webp", notice)
    avif = encoded(image, "avif", notice)
    if "webp" in made and len(avif) > len(made["webp"]):
        avif = encoded(image, "avif", notice, quality=LESSER_AVIF_QUALITY)
    if "webp" not in made or len(avif) <= len(made["webp"]):
        made["avif"] = avif
    fallback = "png" if image.mode == "RGBA" else "jpeg"
    return made | {fallback: encoded(image, fallback, notice)}
