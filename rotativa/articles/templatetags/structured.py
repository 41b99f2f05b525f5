"""JSON-LD in the head of pages."""

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString

from rotativa.articles.models import Article
from rotativa.articles.structured import nodes_of
from rotativa.articles.templatetags.articles import anatomy
from rotativa.pages.social import ShareImage
from rotativa.pages.structured import breadcrumbs, data_block, website

register = template.Library()


@register.simple_tag(takes_context=True)
def structured_article(
    context: Context, article: Article, *, lead: ShareImage | None, image: ShareImage | None
) -> SafeString:
    pictures = [each.url for each in (lead, image) if each is not None]
    return data_block(*nodes_of(article, anatomy(article), context["frame"], pictures=pictures))


@register.simple_tag(takes_context=True)
def structured_front(context: Context) -> SafeString:
    return data_block(website(context["frame"], search_url=reverse("search")))


@register.simple_tag(takes_context=True)
def structured_way(context: Context) -> SafeString:
    """Of a list: from the front page to it."""
    frame = context["frame"]
    return data_block(breadcrumbs(frame, [(str(context["title"]), frame.canonical)]))
