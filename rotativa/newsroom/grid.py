"""How each article stands in each language, for one screen of articles in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from rotativa.articles.models import Article, MachineDraft
from rotativa.articles.models.article import authors_at_once
from rotativa.articles.translators.configured import translator
from rotativa.newsroom.rules import languages_to_write
from rotativa.pages.models.translation_state import Status

WORDS = {
    Status.MISSING: _("Missing"),
    Status.ORIGINAL: _("Original"),
    Status.MACHINE_DRAFT: _("Machine draft"),
    Status.DRAFT: _("Draft"),
    Status.STALE: _("Stale"),
    Status.UNCHECKED: _("Not checked"),
    Status.UNPUBLISHED: _("Not published"),
    Status.UP_TO_DATE: _("Up to date"),
}
"""Shorter than the statuses call themselves: a cell is narrow."""


@dataclass(frozen=True, slots=True)
class Cell:
    status: Status
    is_live: bool = False
    edit_url: str = ""
    translate_url: str = ""
    machine: MachineDraft | None = None
    """Under way, or failed."""
    draft_for: str = ""
    """What a button sends that has the machine draft it; empty where it may not."""

    @property
    def words(self) -> str:
        return str(WORDS[self.status])

    @property
    def tells_whether_live(self) -> bool:
        """Of the others it is said already."""
        return self.status in {Status.ORIGINAL, Status.MACHINE_DRAFT}


class Grid:
    """What cells are made from, and the originals whose rows they stand in, fetched at once."""

    def __init__(self, pks: Sequence[int], *, user: Any) -> None:
        self.user = user
        self.has_machine = translator() is not None
        articles = Article.objects.select_related("section", "content_type")
        if not user.is_superuser:  # who may edit whatever an article waits for
            articles = articles.prefetch_workflow_states()
        asked = Article.objects.filter(pk__in=pks).order_by()
        self.versions = articles.in_each_language(asked.values("translation_key"))
        found = {
            version.pk: version for each in self.versions.values() for version in each.values()
        }
        self.originals: list[Article] = [found[pk] for pk in pks if pk in found]
        prefetch_related_objects(self.originals, authors_at_once())
        key_of = {
            version.pk: key for key, found in self.versions.items() for version in found.values()
        }
        self.drafts = {
            (key_of[draft.source_id], draft.locale_id): draft
            for draft in MachineDraft.objects.filter(source__in=key_of)
            .order_by("requested_at")
            .exclude(state__in=[MachineDraft.State.DONE, MachineDraft.State.CANCELLED])
            .defer("answers", "wrote")
        }
        self.writable = languages_to_write(user)

    def cell(self, original: Article, locale: Locale) -> Cell:
        machine = self.drafts.get((original.translation_key, locale.pk))
        version = self.versions[original.translation_key].get(locale.pk)
        if version is None:
            may_write = locale.pk in self.writable
            return Cell(
                Status.MISSING,
                translate_url=translate_url(original, locale) if may_write else "",
                machine=machine,
                draft_for=self.draft_for(original, locale, may_write=may_write, machine=machine),
            )
        may_edit = version.permissions_for_user(self.user).can_edit()
        status = Status(version.translation_status)
        is_behind = status in {Status.STALE, Status.DRAFT}
        return Cell(
            status,
            is_live=version.live,
            edit_url=reverse("wagtailadmin_pages:edit", args=[version.pk]) if may_edit else "",
            machine=machine,
            draft_for=self.draft_for(
                original, locale, may_write=may_edit and is_behind, machine=machine
            ),
        )

    def draft_for(
        self, original: Article, locale: Locale, *, may_write: bool, machine: MachineDraft | None
    ) -> str:
        is_under_way = machine is not None and machine.is_open
        return (
            f"{original.pk}:{locale.pk}"
            if self.has_machine and may_write and not is_under_way
            else ""
        )


def translate_url(original: Article, locale: Locale) -> str:
    address = reverse("simple_translation:submit_page_translation", args=[original.pk])
    return f"{address}?to={locale.language_code}"
