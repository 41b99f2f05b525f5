"""What stands beside the form of an article: its versions in all languages, and the original."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.models import Locale

from rotativa.articles.following import Named, not_followed
from rotativa.articles.models import Article
from rotativa.newsroom.beside import parts_beside
from rotativa.newsroom.rules import (
    languages_to_translate,
    may_change_versions,
    may_publish,
    may_read,
)
from rotativa.pages import languages
from rotativa.pages.actions import current_version
from rotativa.pages.models import BasePage, Status, TranslationState
from rotativa.pages.reader_text import digest_of

log = logging.getLogger(__name__)

PRESSING = {Status.STALE, Status.UNCHECKED, Status.UNPUBLISHED, Status.MACHINE_DRAFT}


@dataclass(frozen=True, slots=True)
class Version:
    """A language of the paper, and how the page stands in it."""

    name: str
    language: str
    status: Status
    page: BasePage | None = None
    is_here: bool = False
    is_live: bool = False
    may_edit: bool = False
    may_translate: bool = False


class TranslationsPanel(BaseSidePanel):
    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle translations")
        icon_name = "globe"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"count": self.panel.count}

    name = "translations"
    title = _("Translations")
    template_name = "newsroom/translations_panel.html"
    order = 150

    class Media:
        css: ClassVar = {"all": ["newsroom/css/translations.css"]}
        js: ClassVar = ["newsroom/js/translations.js"]

    def __init__(self, page: BasePage, request: Any) -> None:
        super().__init__(page, request)
        self.state = (
            TranslationState.objects.filter(page=page.pk)
            .select_related("page", "original", "original_revision", "checked_by")
            .first()
        )

    @property
    def count(self) -> int:
        """What is marked at the button: that this page waits for somebody to look at it."""
        is_pressing = self.state and (self.state.is_behind or self.state.status in PRESSING)
        return 1 if is_pressing else 0

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return context | self.shown() | {"csrf_token": get_token(self.request)}

    def shown(self) -> dict[str, Any]:
        """The form must open, whatever is wrong here; the panel says so, and the log why."""
        try:
            return panel_of(self.object, self.state, user=self.request.user)
        except Exception:  # whatever a body of any age holds; it is logged and shown
            log.exception("The translations of page %s cannot be shown.", self.object.pk)
            return {"is_broken": True}


def panel_of(page: BasePage, state: TranslationState | None, *, user: Any) -> dict[str, Any]:
    versions = versions_of(page, user=user)
    shown: dict[str, Any] = {
        "versions": versions,
        "count": sum(version.page is not None for version in versions),
        "state": state,
        "not_followed": foreign_names(page),
        "is_article": isinstance(page, Article),
        "may_change": may_change_versions([each.page for each in versions if each.page], user),
    }
    if state is None:
        return shown
    original = state.original.specific
    if not may_read(original, user):
        return shown | {"is_closed": True}
    current = current_version(original)
    base = state.original_revision.as_object() if state.original_revision else None
    parts = parts_beside(page, original=current, base=base)
    return shown | {
        "original": original,
        "original_language": languages.name_of(original.language) or original.language,
        "original_direction": languages.direction(original.language),
        "parts": parts,
        "changes": sum(part.is_changed for part in parts),
        "is_base_lost": state.is_behind and base is None,
        "seen": digest_of(current),
        "seen_revision": page.latest_revision_id or 0,
        "may_check": not state.is_machine_draft or may_publish(page, user),
    }


def versions_of(page: BasePage, *, user: Any) -> list[Version]:
    """One for each language of the paper, in the paper's order."""
    found = type(page).objects.in_each_language([page.translation_key])[page.translation_key]
    may = {locale.pk for locale in languages_to_translate(page, user)}
    return [
        version_in(
            locale, found.get(locale.pk), here=page, may_translate=locale.pk in may, user=user
        )
        for locale in Locale.objects.order_by("pk")
    ]


def version_in(
    locale: Locale, page: Any, *, here: BasePage, may_translate: bool, user: Any
) -> Version:
    name = languages.title_of(locale.language_code)
    if page is None:
        status = Status.MISSING
        return Version(name, locale.language_code, status, may_translate=may_translate)
    return Version(
        name,
        locale.language_code,
        Status(page.translation_status),
        page=page,
        is_here=page.pk == here.pk,
        is_live=page.live,
        may_edit=page.permissions_for_user(user).can_edit(),
    )


@dataclass(frozen=True, slots=True)
class Foreign:
    """What the page names in another language, as it has no version in the page's."""

    what: str
    name: str
    url: str


WORDS = {
    "section": _("section"),
    "author": _("author"),
    "tag": _("tag"),
    "earlier": _("earlier coverage"),
    "answer": _("article that answers"),
    "link": _("link"),
}


def foreign_names(page: BasePage) -> Sequence[Foreign]:
    if not isinstance(page, Article):
        return []
    return [
        Foreign(str(WORDS[each.role]), str(each.thing), url_of(each)) for each in not_followed(page)
    ]


def url_of(named: Named) -> str:
    """Where it gets a version in the language."""
    thing = named.thing
    if named.role in {"section", "author", "tag"}:
        parts = [thing._meta.app_label, thing._meta.model_name, thing.pk]
        return reverse("simple_translation:submit_snippet_translation", args=parts)
    return reverse("simple_translation:submit_page_translation", args=[thing.pk])
