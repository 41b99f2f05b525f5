"""Put on the values of a body what is known of the films and posts in it."""

from wagtail.blocks import StreamValue

from rotativa.media.showing import showing
from rotativa.pages.blocks.embeds import EmbedValue
from rotativa.pages.models import EmbedCard


def put_cards(body: StreamValue) -> None:
    """One query for all cards of a body and one for their pictures, none when it has no films."""
    values = [block.value for block in body if isinstance(block.value, EmbedValue)]
    if not values:
        return
    cards = EmbedCard.objects.ready().for_urls([value["url"] for value in values])
    known = {card.url: card for card in cards.prefetch_related("thumbnail__renditions")}
    for value in values:
        value.card = card = known.get(value["url"])
        if card and card.thumbnail and showing(card.thumbnail):
            value.poster = card.thumbnail
