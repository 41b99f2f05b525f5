from django import template
from wagtail.blocks import StreamValue

from rotativa.pages import reading

register = template.Library()


@register.simple_tag
def readable(body: StreamValue) -> StreamValue:
    """`{% readable page.body as body %}`, then include `pages/parts/body.html`."""
    return reading.readable(body)
