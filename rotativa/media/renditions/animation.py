"""Moving pictures become animated WebP: a fraction of a GIF, and every browser of today plays it."""

from io import BytesIO

from PIL import Image, ImageSequence

from rotativa.media.metadata import Notice
from rotativa.media.renditions.encoding import WEBP_QUALITY

MOVING = {"AVIF", "GIF", "PNG", "WEBP"}
MOST_FRAMES = 1500
# Width by height by frames: twenty seconds of a GIF as wide as a text column.
MOST_PIXELS = 40_000_000
SHORTEST_FRAME = 20  # browsers play what is shorter at a tenth of a second
USUAL_FRAME = 100


def is_animated(image: Image.Image) -> bool:
    """Whether it moves; the further pictures in a telephone's JPEG are not frames."""
    return image.format in MOVING and bool(getattr(image, "is_animated", False))


def is_too_long(image: Image.Image) -> bool:
    """Whether an animation has more pixels, over all its frames, than are worth decoding.

    No more is decoded to find out: a file of a few megabytes can hold a million frames.
    """
    most = min(MOST_FRAMES, MOST_PIXELS // (image.width * image.height))
    try:
        image.seek(most)
    except EOFError:
        return False
    else:
        return True
    finally:
        image.seek(0)


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
