"""Slugs that follow from a title."""

from django.utils.text import slugify
from wagtail.coreutils import find_available_slug
from wagtail.models import Page

from rotativa.pages.addresses import fixed_parts

LONGEST = 200


def free_slug(title: str, *, parent: Page, page: Page | None = None) -> str:
    """What a title gives, or one like it that no page below the parent has; `page` may keep its own."""
    wanted = slugify(title, allow_unicode=True)[:LONGEST].strip("-") or "page"
    if wanted in fixed_parts():
        wanted += "-page"
    return str(find_available_slug(parent, wanted, ignore_page_id=page and page.pk))
