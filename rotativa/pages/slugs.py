"""Slugs that follow from a title, in the desk's browser and here alike."""

from django.utils.text import slugify
from wagtail.admin.widgets.slug import SlugInput
from wagtail.coreutils import find_available_slug
from wagtail.models import Page

from rotativa.pages.addresses import fixed_parts
from rotativa.pages.transliteration import rules_for, transliterated

LONGEST = 200
BEFORE_THE_FIRST_LETTER = r"^[\s!-/:-@\[-`{-~¡-¿‐-⁞]+"
FLAGS = "giu"  # of JavaScript: the field has the title with its capitals


def slug_of(title: str, language: str) -> str:
    """Empty for a title without any letter."""
    return slugify(transliterated(title, language), allow_unicode=True)[:LONGEST].strip("-")


def free_slug(title: str, *, parent: Page, page: Page | None = None) -> str:
    """What a title gives, or one like it that no page below the parent has; `page` may keep its own."""
    language = (page or parent).locale.language_code
    wanted = slug_of(title, language) or "page"
    if wanted in fixed_parts():
        wanted += "-page"
    return str(find_available_slug(parent, wanted, ignore_page_id=page and page.pk))


def slug_input(language: str, *, slug: str) -> SlugInput:
    """The desk's field, which follows the title while the page is a draft.

    It would rewrite what stands in it, too, when it is left: a slug with letters of its own script, as
    imported ones have, is somebody's wish and an address, so there it changes nothing.
    """
    if not slug.isascii():
        return SlugInput()
    rules = [(BEFORE_THE_FIRST_LETTER, ""), *rules_for(language)]
    return SlugInput(formatters=[(pattern, plain, FLAGS) for pattern, plain in rules])
