"""Words as lines: broken, balanced, and laid out from either side."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from PIL import ImageDraw

from rotativa.pages.share.faces import Direction, Run, Voice, runs_of

Measure = Callable[[str], float]


@dataclass(frozen=True)
class Setting:
    """How words are set: in which voice and size, and from which side."""

    voice: Voice
    size: int
    language: str
    base: Direction

    def width(self, text: str) -> float:
        return sum(piece.width for piece in self.pieces(text))

    def pieces(self, text: str) -> list["Piece"]:
        """From left to right, as they stand: what runs the other way is turned round as a whole."""
        runs = runs_of(text, self.voice, base=self.base)
        groups = [list(group) for _key, group in groupby(runs, key=lambda run: run.direction)]
        laid: list[list[Piece]] = []
        for group in groups:
            laid += [self.laid(group, trailing=group is groups[-1])]
        ordered = reversed(laid) if self.base == "rtl" else laid
        return [piece for group in ordered for piece in group]

    def laid(self, group: list[Run], *, trailing: bool) -> list["Piece"]:
        """The space after a group belongs to the line: it stands where the line goes on."""
        pieces = [Piece(run, self) for run in group]
        last = group[-1]
        bare = last.text.rstrip()
        gap = last.text[len(bare) :]
        if group[0].direction == self.base or trailing or not gap:
            return pieces if group[0].direction == "ltr" else pieces[::-1]
        pieces[-1] = Piece(Run(bare, last.face, last.direction), self)
        inner = pieces if last.direction == "ltr" else pieces[::-1]
        space = Piece(Run(gap, last.face, self.base), self)
        return [space, *inner] if self.base == "rtl" else [*inner, space]


@dataclass(frozen=True)
class Piece:
    run: Run
    setting: Setting

    @cached_property
    def width(self) -> float:
        font = self.run.face.at(self.setting.size)
        return font.getlength(
            self.run.text, direction=self.run.direction, language=self.setting.language
        )

    def draw(self, canvas: ImageDraw.ImageDraw, *, at: tuple[float, float], ink: str) -> None:
        canvas.text(
            at,
            self.run.text,
            fill=ink,
            font=self.run.face.at(self.setting.size),
            anchor="ls",
            direction=self.run.direction,
            language=self.setting.language,
        )


def draw_line(
    canvas: ImageDraw.ImageDraw,
    text: str,
    setting: Setting,
    *,
    edge: float,
    baseline: float,
    ink: str,
    from_end: bool = False,
) -> None:
    """A line that begins at an edge, the right one where reading begins there; or ends at it."""
    starts_left = (setting.base == "ltr") != from_end
    left = edge if starts_left else edge - setting.width(text)
    for piece in setting.pieces(text):
        piece.draw(canvas, at=(left, baseline), ink=ink)
        left += piece.width


def tokens_of(text: str) -> Iterator[str]:
    """What a line may be broken after: words with their space, and each letter of wide scripts."""
    word = ""
    for letter in " ".join(text.split()):
        if word and is_wide(letter):
            yield word
            word = ""
        word += letter
        if letter == " " or is_wide(letter):
            yield word
            word = ""
    if word:
        yield word


def is_wide(letter: str) -> bool:
    """A letter of Chinese, Japanese or Korean, between which lines are broken; not their stops."""
    return unicodedata.category(letter) == "Lo" and unicodedata.east_asian_width(letter) in "WF"


def broken(text: str, *, width: float, measure: Measure) -> list[str]:
    """Lines as full as they can be; a word longer than a line stands out of it."""
    lines: list[str] = []
    for token in tokens_of(text):
        if lines and measure((lines[-1] + token).rstrip()) <= width:
            lines[-1] += token
        else:
            lines.append(token)
    return [line.rstrip() for line in lines]


def balanced(text: str, *, width: float, measure: Measure) -> list[str]:
    """The same number of lines, of lengths as even as can be: in the narrowest measure that has it."""
    lines = broken(text, width=width, measure=measure)
    if len(lines) < 2:
        return lines
    low, high = width / 2, width
    while high - low > 8:
        middle = (low + high) / 2
        narrower = broken(text, width=middle, measure=measure)
        if len(narrower) > len(lines) or is_too_wide(narrower, width=middle, measure=measure):
            low = middle
        else:
            high, lines = middle, narrower
    return lines


def is_too_wide(lines: list[str], *, width: float, measure: Measure) -> bool:
    return any(measure(line) > width for line in lines)
