"""Moving pictures become animated WebP: a fraction of a GIF, and every browser of today plays it."""

from io import BytesIO

from PIL import Image, ImageSequence

from rotativa.media.metadata import Notice
from rotativa.media.renditions.encoding import WEBP_QUALITY

MOVING = {"AVIF", "GIF", "PNG", "WEBP"}
SHORTEST_FRAME = 20  # browsers play what is shorter at a tenth of a second
USUAL_FRAME = 100


def is_animated(image: Image.Image) -> bool:
    """Whether it moves; the further pictures in a telephone's JPEG are not frames."""
    return image.format in MOVING and bool(getattr(image, "is_animated", False))


def frames_in(image: Image.Image) -> int:
    return int(getattr(image, "n_frames", 1)) if is_animated(image) else 1


def animated_webp(image: Image.Image, size: tuple[int, int], notice: Notice) -> bytes:
    frames, durations = [], []
    for frame in ImageSequence.Iterator(image):
        duration = int(frame.info.get("duration") or 0)
        durations.append(duration if duration >= SHORTEST_FRAME else USUAL_FRAME)
        frames.append(frame.convert("RGBA").resize(size, Image.Resampling.LANCZOS))
    output = BytesIO()
    frames[0].save(
        output,
        "WEBP",
        save_all=True,
        append_images=frames[1:],
        duration=durations,
        loop=image.info.get("loop", 1),
        quality=WEBP_QUALITY,
        method=2,
        exif=notice.as_exif(),
        xmp=notice.as_xmp(),
    )
    return output.getvalue()
