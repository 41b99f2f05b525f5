"""Beginning a translation: a draft in another language, whichever language the page began in."""

from django.db import transaction
from django.utils.translation import gettext_noop as _
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.models import Locale, Page

from rotativa.lib.reasons import Reasoned
from rotativa.pages.actions.translations import relate_copy
from rotativa.pages.models import BasePage
from rotativa.pages.slugs import free_slug
from rotativa.people.models import User


class CannotTranslate(Reasoned):
    """In words that an editor understands."""


@transaction.atomic
def translate_page(page: BasePage, *, locale: Locale, by: User | None, title: str = "") -> BasePage:
    """A draft of the page in another language, of whoever translates, to be written over.

    It holds what readers see of the page, or its latest draft while no reader sees it. Its slug follows
    from its title, not from the page's slug. Sections and the like follow by themselves (`articles`).
    """
    there = Page.objects.filter(translation_key=page.translation_key, locale=locale)
    if there.exists():
        raise CannotTranslate(_("There is a version in this language already."))
    try:
        made = page.copy_for_translation(locale)
    except ParentNotTranslatedError as error:
        raise CannotTranslate(_("What it stands below has no version in this language.")) from error
    copy: BasePage = type(page).objects.get(pk=made.pk).get_latest_revision_as_object()
    copy.title = title or copy.title
    copy.slug = free_slug(copy.title, parent=copy.get_parent(), page=copy)
    copy.owner = by
    copy.save()
    copy.save_revision(user=by, log_action=False)
    copy = type(page).objects.get(pk=made.pk)
    relate_copy(copy, source=page)
    return copy
