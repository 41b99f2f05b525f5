"""What keeps readers from making out a picture on the paper of a page, by day or by night."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image

from rotativa.media.renditions.making import Made

DARK, LIGHT, FLAT = "dark", "light", "flat"
"""Dark or light lines on no ground of their own; hardly any difference between its darkest and lightest."""
PAPER_BY_DAY, PAPER_BY_NIGHT = 251, 21
"""The greys of pages (`--paper` in the style sheet)."""
LEAST_ON_PAPER = 3.0
"""What WCAG asks of all that has to be seen in a graphic (1.4.11)."""
LEAST_WITHIN = 2.0
LEAST_SEEN = 0.25
"""Of the lines."""
LEAST_CLEAR = 0.05
"""Of the area: with less, a picture has a ground, and only its corners are round."""
TAIL = 0.005
"""Of the area, at either end of the greys: stray points make no contrast."""
SOLID = [255 if alpha >= 128 else 0 for alpha in range(256)]

Greys = list[int]
"""How many points have each of the 256."""


def sight_in(made: Sequence[Made]) -> str:
    """Of what was made for readers, in the smallest size that any browser reads; empty if all is well."""
    plain = next(each for each in made if each.suffix.endswith((".png", ".jpg")))
    with Image.open(BytesIO(plain.data)) as image:
        return sight_of(image)


def sight_of(image: Image.Image) -> str:
    grey = image.convert("L")
    if image.mode == "RGBA":
        lines = grey.histogram(image.getchannel("A").point(SOLID))
        if sum(lines) < (1 - LEAST_CLEAR) * grey.width * grey.height:
            return sight_of_lines(lines)
    darkest, lightest = ends_of(grey.histogram())
    return FLAT if contrast(darkest, lightest) < LEAST_WITHIN else ""


def sight_of_lines(lines: Greys) -> str:
    for sight, paper in ((DARK, PAPER_BY_NIGHT), (LIGHT, PAPER_BY_DAY)):
        seen = sum(
            count for grey, count in enumerate(lines) if contrast(grey, paper) >= LEAST_ON_PAPER
        )
        if seen < LEAST_SEEN * sum(lines):
            return sight
    return ""


def ends_of(greys: Greys) -> tuple[int, int]:
    """The darkest and the lightest grey, but for a few points."""
    few = TAIL * sum(greys)
    return first_beyond(few, greys), 255 - first_beyond(few, greys[::-1])


def first_beyond(few: float, greys: Greys) -> int:
    counted = 0
    for grey, count in enumerate(greys):
        counted += count
        if counted > few:
            return grey
    return 0


def contrast(one: int, other: int) -> float:
    """Of two greys, as WCAG counts it: from 1 to 21."""
    lighter, darker = luminance(max(one, other)), luminance(min(one, other))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(grey: int) -> float:
    share = grey / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
