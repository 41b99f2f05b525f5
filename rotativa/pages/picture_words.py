"""What is said of a picture: by the page that shows it, else by those who filed it."""

from dataclasses import dataclass

from rotativa.media.models import Picture


@dataclass(frozen=True, slots=True)
class PictureWords:
    alt: str
    caption: str
    credit: str


def words_of(
    picture: Picture,
    *,
    alt: str = "",
    caption: str = "",
    credit: str = "",
    is_decoration: bool = False,
) -> PictureWords:
    """Words of the page's own come first; a mere decoration has no alternative text."""
    return PictureWords(
        alt="" if is_decoration else alt or picture.description,
        caption=caption or picture.caption,
        credit=credit or picture.credit or picture.creator,
    )
