"""What the paper's articles bring to the menus of every page."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext

from rotativa.articles.models import Question, Section
from rotativa.articles.standing import questions_list
from rotativa.pages import keys
from rotativa.pages.menus import MenuLink


def menu_links(language: str, *, with_counts: bool) -> list[MenuLink]:
    return [
        *section_links(language),
        *questions_links(language, with_count=with_counts),
        MenuLink(gettext("Search"), reverse("search"), "tools"),
        MenuLink(gettext("Archive"), reverse("archive"), "more"),
        MenuLink(gettext("Feeds"), reverse("feeds"), "more"),
        MenuLink(gettext("Claims"), reverse("claims"), "more"),
        MenuLink(gettext("Sources"), reverse("sources"), "more"),
        MenuLink(gettext("Corrections"), reverse("corrections"), "more"),
    ]


def section_links(language: str) -> list[MenuLink]:
    sections = Section.objects.in_menu().filter(locale__language_code=language)
    return [
        MenuLink(section.name, section.get_absolute_url(), "sections")
        for section in sections.select_related("locale")
    ]


def questions_links(language: str, *, with_count: bool) -> list[MenuLink]:
    """None for a paper that has never printed a question."""
    printed = Question.objects.published().filter(locale__language_code=language)
    if not with_count:
        is_shown, count = printed.exists(), None
    else:
        keys.declare(questions_list(language))
        still_open = Q(pk__in=printed.open().values("pk"))
        found = printed.aggregate(asked=Count("pk"), still_open=Count("pk", filter=still_open))
        is_shown, count = found["asked"] > 0, found["still_open"]
    words, url = gettext("Open questions"), reverse("questions")
    return [MenuLink(words, url, "sections", count=count)] if is_shown else []
