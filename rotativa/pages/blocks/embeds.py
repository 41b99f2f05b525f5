"""Blocks that stand for what is kept elsewhere.

A page shows a card of it, made from what was fetched when the page was saved; without a card, a
plain link. `put_cards` of `rotativa.pages.cards` puts the cards on the values of a whole page.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from rotativa.pages.oembed.players import player_of
from rotativa.pages.oembed.providers import site_of


class EmbedValue(blocks.StructValue):
    """The value of a block that may have a card, an EmbedCard that is ready, and its picture."""

    card: Any = None
    poster: Any = None

    @property
    def site(self) -> str:
        return site_of(self["url"])

    @property
    def player(self) -> str | None:
        return player_of(self["url"])


class VideoBlock(blocks.StructBlock):
    """A film on another site."""

    url = blocks.URLBlock(label=_("Address"))
    title = blocks.CharBlock(label=_("Title"), max_length=300, required=False)
    caption = blocks.CharBlock(label=_("Caption"), max_length=1000, required=False)

    class Meta:
        icon = "media"
        label = _("Video")
        template = "pages/blocks/video.html"
        value_class = EmbedValue


class SocialBlock(blocks.StructBlock):
    """A post on another site."""

    url = blocks.URLBlock(label=_("Address"))
    text = blocks.TextBlock(label=_("Words of the post"), max_length=5000, required=False)
    author = blocks.CharBlock(label=_("Who posted it"), max_length=200, required=False)

    class Meta:
        icon = "comment"
        label = _("Post")
        template = "pages/blocks/social.html"
        value_class = EmbedValue


EMBED_TYPES = ("video", "social")


def embed_urls(body: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the addresses of a body in its raw form, as StreamField stores it."""
    values = [block["value"] for block in body if block["type"] in EMBED_TYPES]
    return [value["url"] for value in values if isinstance(value, dict) and value.get("url")]
