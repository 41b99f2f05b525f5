from django import template
from wagtail.blocks import StreamValue

from rotativa.pages.cards import put_cards

register = template.Library()


@register.simple_tag
def with_cards(body: StreamValue) -> StreamValue:
    """`{% with_cards page.body as body %}`: the same body, whose films and posts have their cards."""
    put_cards(body)
    return body
