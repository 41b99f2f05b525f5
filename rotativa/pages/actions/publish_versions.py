"""Publishing an article in several languages with one press of a button."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision

from rotativa.pages.models import BasePage, TranslationState
from rotativa.people.models import User


@dataclass(frozen=True, slots=True)
class Outcome:
    page: BasePage
    is_published: bool
    why_not: str = ""
    """In words for an editor; also of a page that was published for a later moment."""


def publish_versions(pages: Iterable[BasePage], *, by: User) -> list[Outcome]:
    """Publish the latest draft of each that somebody may publish, and say of each other why not.

    Each for itself: what is wrong with one holds none of the others back.
    """
    return [publish_version(page, by=by) for page in pages]


def publish_version(page: BasePage, *, by: User) -> Outcome:
    if why := hindrance(page, by=by):
        return Outcome(page, is_published=False, why_not=why)
    revision: Revision = page.latest_revision or page.save_revision(user=by)
    with translation.override(translation.get_language()), transaction.atomic():
        # What a commit has done at once, in this thread, leaves the language of a page behind.
        PublishPageRevisionAction(revision, user=by).execute()
    page.refresh_from_db()
    later = "" if page.live else _("It is to be published at the time that was chosen for it.")
    return Outcome(page, is_published=page.live, why_not=later)


def hindrance(page: BasePage, *, by: User) -> str:
    """Why somebody cannot publish the latest draft of a page now; empty if they can."""
    if page.live and not page.has_unpublished_changes:
        return _("Nothing has changed since it was published.")
    if not page.permissions_for_user(by).can_publish():
        return _("You may not publish it.")
    if page.workflow_in_progress:
        return _("It waits for approval: it is published by whoever approves it.")
    return flaw_of(page, by=by)


def flaw_of(page: BasePage, *, by: User) -> str:
    """What is in the way of the latest draft itself, however it is published."""
    lock = page.get_lock()
    if lock is not None and lock.for_user(by):
        return _("It is locked.")
    if TranslationState.objects.filter(page=page.pk, is_machine_draft=True).exists():
        return _("It is a machine draft that nobody has checked yet.")
    return fault_of(page.get_latest_revision_as_object())


def fault_of(draft: BasePage) -> str:
    """What the desk would say to whoever publishes it from its form: drafts may lack things."""
    try:
        draft.full_clean()
        if body := getattr(draft, "body", None):
            body.stream_block.clean(body)
    except ValidationError:
        return _(
            "Something in it is missing or wrong: publish it from its own page, which says what."
        )
    return ""
