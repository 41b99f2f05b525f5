"""What the paper's articles bring to the menus of every page."""

from django.urls import reverse
from django.utils.translation import gettext

from rotativa.articles.models import Question, Section
from rotativa.pages.menus import MenuLink


def menu_links(language: str) -> list[MenuLink]:
    return [
        *section_links(language),
        questions_link(language),
        MenuLink(gettext("Search"), reverse("search"), "tools"),
        MenuLink(gettext("Archive"), reverse("archive"), "more"),
    ]


def section_links(language: str) -> list[MenuLink]:
    sections = Section.objects.in_menu().filter(locale__language_code=language)
    return [
        MenuLink(section.name, section.get_absolute_url(), "sections")
        for section in sections.select_related("locale")
    ]


def questions_link(language: str) -> MenuLink:
    still_open = Question.objects.published().open().filter(locale__language_code=language)
    return MenuLink(
        gettext("Open questions"), reverse("questions"), "sections", count=still_open.count()
    )
