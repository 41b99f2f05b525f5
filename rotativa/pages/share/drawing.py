"""A share card: section, headline and the paper's name, as type on paper between its rules."""

from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO

from PIL import Image, ImageDraw

from rotativa.pages.share.faces import Direction, Voice, drawable
from rotativa.pages.share.lines import Setting, balanced, draw_line, is_too_wide

DRAWER_VERSION = "2"
"""Goes into the name of each card: another one has all cards drawn anew."""
CARD_SIZE = (1200, 630)
PAPER, INK, QUIET, RULE = "#fbfbf8", "#16191b", "#5b6266", "#d5d8d2"
MARGIN = 72
COLUMN = CARD_SIZE[0] - 2 * MARGIN
TOP_RULE, KICKER_LINE, HEADLINE_TOP, HEADLINE_HEIGHT = 64, 126, 156, 338
FOOT_RULE, FOOT_LINE = 520, 574
SIZES = range(112, 39, -4)
MOST_LINES = 6
LEADING = {"latin": 1.06, "tall": 1.35}
TALL = {"ar", "ckb", "fa", "hi", "mr", "ne", "ug", "ur"}
"""Languages whose letters reach further above and below the line."""
COLOURS = 32


@dataclass(frozen=True, slots=True)
class Words:
    """All that a card says."""

    headline: str
    kicker: str
    paper: str
    host: str
    language: str
    direction: Direction
    is_opinion: bool = False


def drawn(words: Words) -> bytes:
    """The card as a PNG; raises CannotDraw for a letter that no face has."""
    image = Image.new("RGB", CARD_SIZE, PAPER)
    canvas = ImageDraw.Draw(image)
    draw_rules(canvas)
    start = MARGIN if words.direction == "ltr" else CARD_SIZE[0] - MARGIN
    end = CARD_SIZE[0] - start
    put = partial(draw_line, canvas)
    label = setting_for(words, "label", 30 if words.direction == "ltr" else 38)
    put(
        cut(drawable(words.kicker, "label"), label, COLUMN),
        label,
        edge=start,
        baseline=KICKER_LINE,
        ink=INK,
    )
    draw_headline(canvas, words, edge=start)
    host = Setting("label", 24, words.language, words.direction)
    put(words.host, host, edge=end, baseline=FOOT_LINE, ink=QUIET, from_end=True)
    name = setting_for(words, "name", 42)
    room = COLUMN - host.width(words.host) - 40
    put(
        cut(drawable(words.paper, "name"), name, room),
        name,
        edge=start,
        baseline=FOOT_LINE,
        ink=INK,
    )
    return as_png(image)


def draw_rules(canvas: ImageDraw.ImageDraw) -> None:
    """The Oxford rule of a section above, a hairline below."""
    right = CARD_SIZE[0] - MARGIN - 1
    canvas.rectangle((MARGIN, TOP_RULE, right, TOP_RULE + 6), fill=INK)
    canvas.rectangle((MARGIN, TOP_RULE + 11, right, TOP_RULE + 12), fill=INK)
    canvas.rectangle((MARGIN, FOOT_RULE, right, FOOT_RULE + 1), fill=RULE)


def draw_headline(canvas: ImageDraw.ImageDraw, words: Words, *, edge: int) -> None:
    """As large as it fits, right below the section."""
    setting, lines = fitted(words)
    step = leading(words.language) * setting.size
    baseline = HEADLINE_TOP + step * 0.8
    for line in lines:
        draw_line(canvas, line, setting, edge=edge, baseline=baseline, ink=INK)
        baseline += step


def fitted(words: Words) -> tuple[Setting, list[str]]:
    """The greatest size at which the headline fits; what is longer than the least one is cut."""
    voice: Voice = "opinion" if words.is_opinion else "headline"
    headline = drawable(words.headline, voice)
    for size in SIZES:
        setting = Setting(voice, size, words.language, words.direction)
        most = min(MOST_LINES, int(HEADLINE_HEIGHT / (leading(words.language) * size)))
        lines = balanced(headline, width=COLUMN, measure=cache(setting.width))
        if len(lines) <= most and not is_too_wide(lines, width=COLUMN, measure=setting.width):
            return setting, lines
    lines = [cut(line, setting, COLUMN) for line in lines[:most]]
    lines[-1] = cut(f"{lines[-1]} …", setting, COLUMN)
    return setting, lines


def cut(text: str, setting: Setting, width: float) -> str:
    """As much of it as there is room for."""
    if setting.width(text) <= width:
        return text
    while text and setting.width(f"{text}…") > width:
        text = text[:-1].rstrip()
    return f"{text}…"


def setting_for(words: Words, voice: Voice, size: int) -> Setting:
    return Setting(voice, size, words.language, words.direction)


def leading(language: str) -> float:
    return LEADING["tall" if language.split("-", maxsplit=1)[0] in TALL else "latin"]


def as_png(image: Image.Image) -> bytes:
    """Ink on paper needs few colours, and is a third of the size with them."""
    output = BytesIO()
    few = image.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(output, "PNG", optimize=True)
    return output.getvalue()
