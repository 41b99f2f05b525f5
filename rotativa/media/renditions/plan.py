"""Which renditions a picture gets: the widths that its pages ask for, and never a larger picture."""

# Part of each picture's fingerprint: another version makes all renditions anew, each picture as it is saved.
MAKER_VERSION = "1"
WIDTHS = (320, 640, 1280, 1920)
ANIMATED_WIDTHS = (320, 640)
DRAWING = "original"


def widths_for(width: int, widths: tuple[int, ...] = WIDTHS) -> list[int]:
    """The widths below the picture's own, and the one that it has itself or that is nearest below."""
    return (
        [*(each for each in widths if each < width), width] if width < widths[-1] else list(widths)
    )


def spec(width: int, format_name: str) -> str:
    """The rendition's name in Wagtail's language, so that Wagtail finds it too."""
    return f"width-{width}|format-{format_name}"
