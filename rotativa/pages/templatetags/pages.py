"""The frame of a page, and slots in it."""

from functools import cache
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.template import Context
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import select_template
from django.utils import timezone
from django.utils.safestring import SafeString
from wagtail.models import Page

from rotativa.pages import addresses
from rotativa.pages.frame import Frame, frame_of
from rotativa.pages.menus import MenuLink
from rotativa.pages.slots import filled
from rotativa.pages.social import ShareImage, locale_name, share_image_of

register = template.Library()

TOKENS = "theme/tokens.css"


@register.simple_tag(takes_context=True)
def frame(context: Context) -> Frame:
    """Everything around the page; `base.html` asks for it once."""
    described: dict[Any, Any] = context.flatten()
    return frame_of(described, at=timezone.now())


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str) -> SafeString:
    return filled(name, context)


@register.filter
def local_url(page: Page) -> str:
    """The address of a page, by its own date and slug; costs no query once the site is known."""
    return addresses.local_url(page)


@register.filter
def absolute(url: str) -> str:
    return addresses.absolute(url)


@register.simple_tag(takes_context=True)
def share_image(
    context: Context, page: Page | None = None, otherwise: ShareImage | None = None
) -> ShareImage | None:
    """The picture that other sites show: the card of a page, `otherwise` until it has one."""
    return share_image_of(page, frame=context["frame"], otherwise=otherwise)


@register.filter
def og_locale(language: str) -> str:
    return locale_name(language)


@register.simple_tag
def theme_tokens() -> str:
    """The site's own tokens, if its `theme/` folder has any."""
    return TOKENS if has_static_file(TOKENS) else ""


@cache
def has_static_file(name: str) -> bool:
    return finders.find(name) is not None


@register.simple_tag
def theme_wordmark(language: str) -> str:
    """The site's own drawing of its name, for a language or for all, if its theme has one."""
    try:
        chosen: Any = select_template([f"theme/wordmark-{language}.svg", "theme/wordmark.svg"])
    except TemplateDoesNotExist:
        return ""
    return str(chosen.render())


@register.simple_tag(takes_context=True)
def aria_current(context: Context, link: MenuLink) -> str:
    """`page` for the link to what is shown, `true` for the one to what it belongs to."""
    request = context.get("request")
    if request is not None and request.path == link.url:
        return "page"
    return "true" if context.get("menu_current") == link.url else ""
