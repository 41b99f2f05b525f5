"""Keeping account of translations: what each was made from, and whether it has been checked since."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry, Revision

from rotativa.pages import keys
from rotativa.pages.models import BasePage, TranslationState
from rotativa.pages.reader_text import digest_of
from rotativa.people.models import User

MACHINE_DRAFT = "articles.machine_draft"
"""The action in a page's history."""


class ChangedMeanwhile(Exception):
    """One of the two says something else than the editor who checked them has seen."""


class NotChecked(Exception):
    """What only a machine has written leads nothing; in words that an editor understands."""


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
    state, _new = TranslationState.objects.update_or_create(
        page=copy, defaults={"original": source, **where_they_stand(copy, source)}
    )
    return state


@transaction.atomic
def relate(
    model: type[BasePage],
    translation_keys: Iterable[uuid.UUID],
    *,
    machine_drafts: Collection[int] = (),
) -> list[TranslationState]:
    """Write down the same of pages that came to be translations of each other in another way.

    The first published is the original, unless there is one already. Nothing that is known changes.
    `machine_drafts` are pages that nobody has checked: they lead only where there is nothing else.
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
        state
        for pages in groups.values()
        for state in states_lacking(pages, machine_drafts=machine_drafts)
    )


def states_lacking(
    pages: list[BasePage], *, machine_drafts: Collection[int]
) -> Iterable[TranslationState]:
    """For one article in several languages, given in the order of their publication."""
    own = {page: getattr(page, "translation_state", None) for page in pages}
    named = {state.original_id for state in own.values() if state}
    free = [page for page, state in own.items() if state is None]
    free.sort(
        key=lambda page: (
            page.pk not in named,
            page.pk in machine_drafts,
            page.first_published_at is None,
        )
    )
    return [
        TranslationState(
            page=page,
            original=free[0],
            is_machine_draft=page.pk in machine_drafts,
            **where_they_stand(page, free[0]),
        )
        for page in free[1:]
    ]


def where_they_stand(page: BasePage, original: BasePage) -> dict[str, Any]:
    digest = digest_of(current_version(original))
    own = digest_of(page.get_latest_revision_as_object())
    return {
        "original_revision": current_revision(original),
        "original_digest": digest,
        "current_digest": digest,
        "page_revision": page.latest_revision,
        "page_digest": own,
        "is_out": bool(page.live and own == digest_of(page)),
    }


def follow_page(page: Page) -> None:
    """What readers see of it has changed: its translations hear of it, and so does its own state."""
    states = list(TranslationState.objects.filter(Q(page=page.pk) | Q(original=page.pk)))
    for own in [state for state in states if state.page_id == page.pk]:
        own.is_out = has_reached_readers(own, page.specific)
        own.save(update_fields=["is_out"])
    if any(state.original_id == page.pk for state in states):
        follow_original(page)


def has_reached_readers(state: TranslationState, page: BasePage) -> bool:
    """Whether they have what was checked; a slip mended and published later takes nothing back."""
    if not page.live:
        return False
    if digest_of(page) == state.page_digest:
        return True
    if state.page_revision_id is None:  # Wagtail has purged it
        return state.is_out
    return bool(page.live_revision_id and page.live_revision_id >= state.page_revision_id)


def follow_original(page: Page, *, version: BasePage | None = None) -> int:
    """Tell the translations of a page what it says now; returns how many heard something new."""
    states = TranslationState.objects.of_originals(page)
    if not states.exists():
        return 0
    digest = digest_of(version or current_version(page.specific))
    return states.exclude(current_digest=digest).update(current_digest=digest)


@transaction.atomic
def mark_as_checked(
    state: TranslationState,
    *,
    by: User,
    at: datetime,
    seen: str | None = None,
    seen_revision: int | None = None,
) -> TranslationState:
    """An editor says that the translation, as it was saved last, says what its original says now.

    `seen` is the digest of the original that the editor had before their eyes, and `seen_revision` the
    revision of the translation; what they have written themselves since then they have seen, too.
    """
    fields = where_they_stand(state.page.specific, state.original.specific)
    if seen not in {None, fields["current_digest"]}:
        raise ChangedMeanwhile
    if seen_revision is not None and is_written_by_others(state.page, seen_revision, by):
        raise ChangedMeanwhile
    fields |= {"is_machine_draft": False, "checked_at": at, "checked_by": by}
    for name, value in fields.items():
        setattr(state, name, value)
    state.save(update_fields=list(fields))
    return state


def is_written_by_others(page: Page, seen: int, by: User) -> bool:
    """Whether another, or the machine in whoever's name, has saved it after a revision."""
    later = Revision.objects.for_instance(page).filter(pk__gt=seen)
    if later.exclude(user=by).exists():
        return True
    saved = PageLogEntry.objects.filter(page=page.pk, action=MACHINE_DRAFT)
    return saved.filter(revision__in=later).exists()


def mark_as_machine_draft(page: BasePage) -> None:
    """A machine wrote what the page says: nobody has checked it, whatever was checked before."""
    TranslationState.objects.filter(page=page).update(
        is_machine_draft=True, checked_at=None, checked_by=None
    )


@transaction.atomic
def make_original(page: BasePage) -> None:
    """From now on the page leads, and what it was translated from follows it.

    Raises `NotChecked` of what a machine has drafted: nothing would tell of that any more.

    Each knows the other as both were when last checked, so what the page has gained since then is
    what its former original now lacks.
    """
    turned: list[TranslationState] = []
    state = TranslationState.objects.filter(page=page).first()
    while state is not None:
        turned.append(state)
        state = TranslationState.objects.filter(page=state.original_id).first()
    if any(state.is_machine_draft for state in turned):
        raise NotChecked(_("It is a machine draft: it has to be checked first."))
    TranslationState.objects.filter(pk__in=[state.pk for state in turned]).delete()
    for state in turned:
        other = TranslationState(
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
        other.is_out = has_reached_readers(other, other.page.specific)
        other.save()
    keys.announce(keys.translations(page.translation_key))


def machine_drafts_of(original: Page) -> set[int]:
    """Its translations that a machine wrote and nobody has checked: their pages' ids."""
    drafts = TranslationState.objects.of_originals(original).filter(is_machine_draft=True)
    return set(drafts.values_list("page", flat=True))
