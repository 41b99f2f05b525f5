"""Which file draws which letter: the theme's own faces first, then one for each further script.

A site's own faces, in `theme/fonts/`, come last: for scripts whose fonts are too large to be shipped.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.contrib.staticfiles import finders
from PIL import ImageFont

THEME = "pages/fonts"
OURS = Path(__file__).parent / "fonts"
KINDS = ("*.woff2", "*.ttf", "*.otf", "*.ttc")
TRIAL_SIZE = 24
NEVER_A_LETTER = "\U0010ffff"
"""No font has it, so it looks like whatever a font lacks."""

Voice = Literal["headline", "opinion", "name", "label"]
Direction = Literal["ltr", "rtl"]


class CannotDraw(Exception):
    """No face has this letter; `str(error)` is the letter."""


@dataclass(frozen=True, slots=True)
class Face:
    file: Path
    axes: tuple[float, ...] = ()

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        return opened(self, size)

    def draws(self, letter: str) -> bool:
        return has_letter(self, letter)


@lru_cache(maxsize=256)
def opened(face: Face, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(face.file, size, layout_engine=ImageFont.Layout.RAQM)
    if face.axes and is_variable(font):
        font.set_variation_by_axes(list(face.axes))
    return font


def is_variable(font: ImageFont.FreeTypeFont) -> bool:
    """What a theme puts in the place of ours may have one weight only."""
    try:
        return bool(font.get_variation_axes())
    except OSError:
        return False


@lru_cache(maxsize=10_000)
def has_letter(face: Face, letter: str) -> bool:
    """Pillow shows no table of letters: what is missing looks like a letter that no font has."""
    font = face.at(TRIAL_SIZE)
    shown, missing = font.getmask(letter), font.getmask(NEVER_A_LETTER)
    return shown.size != missing.size or bytes(shown) != bytes(missing)


@cache
def faces_for(voice: Voice) -> tuple[Face, ...]:
    """In the order in which they are asked."""
    return (*theme_faces(voice), *further_faces(voice), *site_faces())


def theme_faces(voice: Voice) -> tuple[Face, ...]:
    family, axes = {
        "headline": ("serif", (600.0, 60.0)),
        "opinion": ("serif-italic", ()),
        "name": ("serif", (640.0, 60.0)),
        "label": ("sans", (600.0,)),
    }[voice]
    parts = ("latin", "europe", "latin-ext", "cyrillic")
    names = [f"{THEME}/rotativa-{family}-{part}.woff2" for part in parts]
    found = [finders.find(name) for name in names]
    return tuple(Face(Path(file), axes) for file in found if file)


def further_faces(voice: Voice) -> tuple[Face, ...]:
    weight = 400.0 if voice == "opinion" else 600.0
    names = (
        "noto-serif-greek",
        "noto-naskh-arabic",
        "frank-ruhl-libre-hebrew",
        "noto-serif-devanagari",
    )
    return tuple(Face(OURS / f"{name}.woff2", (weight,)) for name in names)


def site_faces() -> tuple[Face, ...]:
    """Whoever keeps the site put them there; what is no font stops the drawing with its name."""
    folder = Path(settings.SITE_FONTS)
    return tuple(Face(path) for kind in KINDS for path in sorted(folder.glob(kind)))


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that follow each other in one face and one direction."""

    text: str
    face: Face
    direction: Direction


def runs_of(text: str, voice: Voice, *, base: Direction) -> list[Run]:
    """In the order of reading. What has no direction of its own follows what stands before it."""
    runs: list[Run] = []
    for letter in text:
        last = runs[-1] if runs else None
        direction = direction_of(letter) or (last.direction if last else base)
        face = face_of(letter, voice, last.face if last else None)
        if last and (last.face, last.direction) == (face, direction):
            runs[-1] = Run(last.text + letter, face, direction)
        else:
            runs.append(Run(letter, face, direction))
    return runs


def direction_of(letter: str) -> Direction | None:
    match unicodedata.bidirectional(letter):
        case "R" | "AL":
            return "rtl"
        case "L":
            return "ltr"
    return None


def face_of(letter: str, voice: Voice, before: Face | None) -> Face:
    """The face of the letters before it goes on where it can: marks must not leave their letter."""
    faces = faces_for(voice)
    if before and (is_silent(letter) or before.draws(letter)):
        return before
    for face in faces:
        if is_silent(letter) or face.draws(letter):
            return face
    raise CannotDraw(letter)


def drawable(text: str, voice: Voice) -> str:
    """Without signs that no face has, such as emoji: they are no letters, and words are read without."""
    kept, is_left_out = "", False
    for letter in text:
        is_left_out = is_missing_sign(letter, voice) or (is_left_out and is_silent(letter))
        kept += "" if is_left_out else letter
    return " ".join(kept.split())


def is_missing_sign(letter: str, voice: Voice) -> bool:
    if unicodedata.category(letter) not in {"So", "Sm", "Sk"}:
        return False
    return not any(face.draws(letter) for face in faces_for(voice))


def is_silent(letter: str) -> bool:
    """Joiners, marks of direction and what is set upon a letter are nothing by themselves."""
    return unicodedata.category(letter) in {"Cf", "Mn"}
