"""Looking into the files that were made."""

from io import BytesIO
from typing import Any

from PIL import Image

from rotativa.media.models import Picture, PictureRendition


def data_of(rendition: PictureRendition) -> bytes:
    with rendition.open_file() as file:
        return bytes(file.read())


def opened(rendition: PictureRendition) -> Image.Image:
    return Image.open(BytesIO(data_of(rendition)))


def sizes(picture: Picture) -> dict[str, list[tuple[int, int]]]:
    """The sizes of each format that was made, as the files themselves have them."""
    found: dict[str, list[tuple[int, int]]] = {}
    for each in picture.renditions.order_by("width", "filter_spec"):
        image = opened(each)
        assert image.size == (each.width, each.height)
        found.setdefault(str(image.format), []).append(image.size)
    return found


def specs(picture: Picture) -> list[str]:
    return sorted(picture.renditions.values_list("filter_spec", flat=True))


def rendition(picture: Picture, spec: str) -> Any:
    return picture.renditions.get(filter_spec=spec)
