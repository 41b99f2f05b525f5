"""Pictures in reader pages: only from files that are there. Nothing is made and no original is shown."""

from typing import Any

from django import template
from django.forms.utils import flatatt

from rotativa.media.models import Picture
from rotativa.media.showing import showing

register = template.Library()


@register.inclusion_tag("media/parts/picture.html")
def picture_tag(
    picture: Picture | None, *, alt: str | None = None, sizes: str = "100vw", **attributes: Any
) -> dict[str, Any]:
    """`<picture>` with AVIF, WebP and a fallback, each in every width that was made.

    Without `alt` the picture's own alternative text stands; `alt=""` marks a decoration. Further
    attributes go to `<img>`, with `_` for `-`; one without a value is left out. Loading is lazy
    unless the page says `loading="eager"`. Costs no query when `renditions` are prefetched.
    """
    shown = showing(picture) if picture else None
    if not picture or not shown:
        return {"sources": []}
    image = {
        "src": shown.src,
        "srcset": shown.srcset,
        "sizes": sizes if shown.srcset else "",
        "width": shown.largest.width,
        "height": shown.largest.height,
        "loading": "lazy",
        "decoding": "async",
        **{name.replace("_", "-"): value for name, value in attributes.items()},
    }
    said = {name: value for name, value in image.items() if value not in {"", None}}
    return {
        "sources": shown.sources,
        "sizes": sizes,
        "attributes": flatatt(said),
        "alternative": picture.description if alt is None else alt,
    }


@register.filter
def is_shown(picture: Picture | None) -> bool:
    """Whether a page has a file of it to show: none, until the task has made them."""
    return bool(picture and showing(picture))


@register.simple_tag
def picture_url(picture: Picture | None, *, width: int) -> str:
    """The address of a JPEG, or PNG, at least so wide if there is one: for feeds, mail and cards."""
    shown = showing(picture) if picture else None
    return shown.nearest(width).url if shown else ""
