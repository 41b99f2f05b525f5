"""Which of a picture's files a page offers to the reader's browser."""

import re
from dataclasses import dataclass, field

from rotativa.media.models import Picture, PictureRendition
from rotativa.media.renditions.plan import DRAWING

OURS = re.compile(r"width-\d+\|format-(avif|webp|jpeg|png)")
MODERN = {"avif": "image/avif", "webp": "image/webp"}
FALLBACKS = ("jpeg", "png", DRAWING)
# What browsers without `srcset` load: enough for a telephone.
FIRST_WIDTH = 640


@dataclass(frozen=True)
class Source:
    mime_type: str
    srcset: str
    is_animated: bool


@dataclass(frozen=True)
class Showing:
    """The files of a picture that are there, by what they are good for."""

    sources: list[Source] = field(default_factory=list)
    fallback: list[PictureRendition] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.fallback)

    @property
    def src(self) -> str:
        return self.nearest(FIRST_WIDTH).url

    @property
    def srcset(self) -> str:
        return srcset(self.fallback) if len(self.fallback) > 1 else ""

    @property
    def largest(self) -> PictureRendition:
        return self.fallback[-1]

    def nearest(self, width: int) -> PictureRendition:
        """The smallest that is as wide as asked for, else the largest."""
        return next((each for each in self.fallback if each.width >= width), self.largest)


def showing(picture: Picture) -> Showing:
    """Before its renditions are made, the desk's thumbnails are all that there is to show."""
    everything = sorted(picture.renditions.all(), key=lambda each: (each.width, each.pk))
    files: dict[str, list[PictureRendition]] = {}
    for each in everything:
        files.setdefault(kind_of(each), []).append(each)
    fallback = next((files[kind] for kind in FALLBACKS if kind in files), everything[-1:])
    sources = [
        Source(mime_type, srcset(files[kind]), is_animated=files[kind][0].is_animated)
        for kind, mime_type in MODERN.items()
        if kind in files
    ]
    return Showing(sources, fallback)


def kind_of(rendition: PictureRendition) -> str:
    found = OURS.fullmatch(rendition.filter_spec)
    return found[1] if found else rendition.filter_spec


def srcset(renditions: list[PictureRendition]) -> str:
    return ", ".join(f"{each.url} {each.width}w" for each in renditions)
