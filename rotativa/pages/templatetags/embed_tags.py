from django import template
from wagtail.blocks import StreamValue

from rotativa.pages.blocks.embeds import EmbedValue
from rotativa.pages.models import EmbedCard

register = template.Library()


@register.simple_tag
def with_cards(body: StreamValue) -> StreamValue:
    """Put the cards that are ready on the values of a body: `{% with_cards page.body as body %}`.

    One query for the whole body, none when nothing in it has a card.
    """
    values = [block.value for block in body if isinstance(block.value, EmbedValue)]
    if values:
        cards = EmbedCard.objects.ready().for_urls([value["url"] for value in values])
        ready = {card.url: card for card in cards}
        for value in values:
            value.card = ready.get(value["url"])
    return body
