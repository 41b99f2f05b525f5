"""Keeping account of translations: what each was made from, and whether it has been checked since."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Page, Revision

from rotativa.pages.models import BasePage, TranslationState
from rotativa.pages.reader_text import digest_of
from rotativa.people.models import User


class ChangedMeanwhile(Exception):
    """The original says something else than the editor who checked the translation has seen."""


def current_version(page: BasePage) -> BasePage:
    """What translations follow: what readers see, or the latest draft while there is no such thing."""
    version: BasePage = page if page.live else page.get_latest_revision_as_object()
    return version


def current_revision(page: BasePage) -> Revision | None:
    revision: Revision | None = page.live_revision if page.live else page.latest_revision
    return revision


@transaction.atomic
def relate_copy(copy: BasePage, *, source: BasePage) -> TranslationState:
    """Write down what a translation was made from; nobody has checked it yet."""
    state, _ = TranslationState.objects.update_or_create(
        page=copy, defaults={"original": source, **where_they_stand(copy, source)}
    )
    return state


@transaction.atomic
def relate(model: type[BasePage], translation_keys: Iterable[uuid.UUID]) -> list[TranslationState]:
    """Write down the same of pages that came to be translations of each other in another way.

    The first published is the original, unless there is one already. Nothing that is known changes.
    """
    groups: dict[uuid.UUID, list[BasePage]] = defaultdict(list)
    pages = (
        model._default_manager.filter(translation_key__in=set(translation_keys), alias_of=None)
        .select_related("translation_state", "live_revision", "latest_revision")
        .prefetch_related(*model.reader_children)
    )
    for page in pages.order_by("first_published_at", "pk"):
        groups[page.translation_key].append(page)
    return TranslationState.objects.bulk_create(
        state for pages in groups.values() for state in states_lacking(pages)
    )


def states_lacking(pages: list[BasePage]) -> Iterable[TranslationState]:
    """For one article in several languages, given in the order of their publication."""
    own = {page: getattr(page, "translation_state", None) for page in pages}
    named = {state.original_id for state in own.values() if state}
    free = [page for page, state in own.items() if state is None]
    free.sort(key=lambda page: (page.pk not in named, page.first_published_at is None))
    return [
        TranslationState(page=page, original=free[0], **where_they_stand(page, free[0]))
        for page in free[1:]
    ]


def where_they_stand(page: BasePage, original: BasePage) -> dict[str, Any]:
    digest = digest_of(current_version(original))
    return {
        "original_revision": current_revision(original),
        "original_digest": digest,
        "current_digest": digest,
        "page_revision": page.latest_revision,
        "page_digest": digest_of(page.get_latest_revision_as_object()),
    }


def follow_original(page: Page, *, version: BasePage | None = None) -> int:
    """Tell the translations of a page what it says now; returns how many heard something new."""
    states = TranslationState.objects.of_originals(page)
    if not states.exists():
        return 0
    digest = digest_of(version or current_version(page.specific))
    return states.exclude(current_digest=digest).update(current_digest=digest)


@transaction.atomic
def mark_as_checked(
    state: TranslationState, *, by: User, at: datetime, seen: str | None = None
) -> TranslationState:
    """An editor says that the translation, as it was saved last, says what its original says now.

    `seen` is the digest of the original that the editor had before their eyes.
    """
    fields = where_they_stand(state.page.specific, state.original.specific)
    if seen is not None and seen != fields["current_digest"]:
        raise ChangedMeanwhile
    fields |= {"is_machine_draft": False, "checked_at": at, "checked_by": by}
    for name, value in fields.items():
        setattr(state, name, value)
    state.save(update_fields=list(fields))
    return state


def mark_as_machine_draft(page: BasePage) -> None:
    """A machine wrote what the page says: nobody has checked it, whatever was checked before."""
    TranslationState.objects.filter(page=page).update(
        is_machine_draft=True, checked_at=None, checked_by=None
    )


@transaction.atomic
def make_original(page: BasePage) -> None:
    """From now on the page leads, and what it was translated from follows it.

    Each knows the other as both were when last checked, so what the page has gained since then is
    what its former original now lacks.
    """
    turned: list[TranslationState] = []
    state = TranslationState.objects.filter(page=page).first()
    while state is not None:
        turned.append(state)
        state = TranslationState.objects.filter(page=state.original_id).first()
    TranslationState.objects.filter(pk__in=[state.pk for state in turned]).delete()
    for state in turned:
        TranslationState.objects.create(
            page_id=state.original_id,
            original_id=state.page_id,
            original_revision_id=state.page_revision_id,
            original_digest=state.page_digest,
            page_revision_id=state.original_revision_id,
            page_digest=state.original_digest,
            current_digest=digest_of(current_version(state.page.specific)),
            checked_at=state.checked_at,
            checked_by_id=state.checked_by_id,
        )
