"""Translations that a machine drafts: asked for by an editor, made by a worker, checked by an editor.

What it writes is a draft: nothing is published, no slug is touched, and texts that an editor has
written stay as they are unless all was asked for anew.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _
from wagtail.models import Locale

from rotativa.articles.following import lead_as
from rotativa.articles.machine.batches import batches, translate_batch
from rotativa.articles.machine.writing import Outcome, Writing
from rotativa.articles.models import Article, MachineDraft
from rotativa.articles.models.machine_draft import MOST_ATTEMPTS, TIME_TO_BEGIN, TIME_TO_WORK
from rotativa.articles.signals import machine_drafts_requested
from rotativa.articles.translators import NotTranslated, Translator
from rotativa.lib.reasons import Reasoned
from rotativa.pages.actions import (
    MACHINE_DRAFT,
    CannotTranslate,
    current_version,
    mark_as_machine_draft,
    translate_page,
)
from rotativa.pages.models import TranslationState
from rotativa.pages.slugs import free_slug
from rotativa.people.models import User

log = logging.getLogger(__name__)

AT_A_TIME = 50
SHIFT = timedelta(seconds=20)
"""How long a draft keeps a worker, and then as long as a request takes."""
UNFORESEEN = _("Something went wrong; whoever keeps the site finds the reason in the log.")
State = MachineDraft.State


class NotAsked(Reasoned):
    """Editors are told why."""


class ShiftIsOver(Exception):
    """It is not done, and others wait for the worker."""


class Superseded(Exception):
    """It was cancelled, or another worker has it."""


@transaction.atomic
def request_machine_draft(
    article: Article, locale: Locale, *, by: User | None, at: datetime, is_anew: bool = False
) -> MachineDraft:
    """Have an article drafted in a language, from its original; one that is under way goes on."""
    source = source_of(article, locale)
    if source.locale_id == locale.pk:
        raise NotAsked(_("The original is in this language; nothing is written over it."))
    draft = MachineDraft.objects.filter(source=source, locale=locale).first()
    if draft is not None and draft.is_open:
        if is_anew and not draft.is_anew:
            raise NotAsked(_("It is being drafted already: stop that first to have it all anew."))
        return draft
    fields: dict[str, Any] = {
        "requested_by": by,
        "requested_at": at,
        "is_anew": is_anew,
        "state": State.WAITING,
        "attempts": 0,
        "due_at": at,
        "wake_at": at + TIME_TO_BEGIN,
        "total": 0,
        "translated": 0,
        "finished_at": None,
        "last_error": "",
        "answers": {},
        "left": [],
    }
    draft, _new = MachineDraft.objects.update_or_create(
        source=source, locale=locale, defaults=fields
    )
    announce([draft.pk])
    return draft


def source_of(article: Article, locale: Locale) -> Article:
    """What it is translated from into a language: the original of the version there, or of the article."""
    there = Article.objects.filter(
        translation_key=article.translation_key, locale=locale, alias_of=None
    ).first()
    version = there or article
    state = TranslationState.objects.filter(page=version.pk).first()
    return version if state is None else Article.objects.get(pk=state.original_id)


def cancel_machine_draft(draft: MachineDraft, *, at: datetime) -> bool:
    """Say whether there was anything to stop; what has been translated so far is thrown away."""
    waiting = MachineDraft.objects.open().filter(pk=draft.pk)
    return bool(waiting.update(state=State.CANCELLED, finished_at=at, answers={}))


def find_lost_machine_drafts(*, at: datetime) -> list[int]:
    """Wake those whose task was lost, or whose pause after a failure is over."""
    lost = list(
        MachineDraft.objects.lost(at).order_by("wake_at").values_list("pk", flat=True)[:AT_A_TIME]
    )
    MachineDraft.objects.filter(pk__in=lost).update(wake_at=at + TIME_TO_BEGIN)
    announce(lost)
    return lost


def announce(ids: Iterable[int]) -> None:
    if found := list(ids):
        machine_drafts_requested.send(sender=MachineDraft, ids=found)


def make_machine_draft(pk: int, *, machine: Translator | None, now: Callable[[], datetime]) -> bool:
    """Translate and save, unless another is at it; return whether it was done."""
    if not MachineDraft.objects.claim(pk, at=now()):
        return False
    draft = MachineDraft.objects.select_related("source", "locale", "requested_by").get(pk=pk)
    try:
        refuse_hopeless(draft)
        translate(draft, machine, now=now)
        save_draft(draft, at=now())
    except Superseded:
        return False
    except ShiftIsOver:
        give_back(draft, at=now())
        return False
    except NotTranslated as error:
        note_failure(draft, error, at=now())
        return False
    except Exception:  # whatever a body of any age holds; it is logged, and told as the last error
        log.exception("The machine draft %s cannot be made.", draft.pk)
        note_failure(draft, NotTranslated(UNFORESEEN, may_pass=True), at=now())
        return False
    return True


def refuse_hopeless(draft: MachineDraft) -> None:
    """One whose workers died each time, as when there is no memory for it: they left no other word."""
    if draft.attempts > MOST_ATTEMPTS:
        raise NotTranslated(_("It was begun too often, and never came to an end."))


def translate(
    draft: MachineDraft, machine: Translator | None, *, now: Callable[[], datetime]
) -> None:
    """Batch by batch, keeping each answer in the row: what is interrupted goes on from there."""
    if machine is None:
        raise NotTranslated(_("This site has no machine that translates."))
    began = now()
    done, failed = answers_of(draft)
    wanted = writing_of(draft, target_of(draft)).fragments()
    draft.total = len(wanted)
    draft.translated = len(wanted.keys() & (done.keys() | failed.keys()))
    keep_progress(draft, done, failed, at=now())
    rest = [(digest, text) for digest, text in wanted.items() if digest not in done | failed]
    for batch in batches(rest, machine):
        some, others = translate_batch(
            batch,
            machine,
            source=draft.source.language,
            target=str(draft.locale.language_code),
        )
        done |= some
        failed |= others
        draft.translated += len(batch)
        keep_progress(draft, done, failed, at=now())
        if draft.translated < draft.total and now() - began >= SHIFT:
            raise ShiftIsOver


def give_back(draft: MachineDraft, *, at: datetime) -> None:
    """To be gone on with by the next worker that is free; nothing has failed, so it counts for nothing."""
    keep(
        draft,
        state=State.WAITING,
        attempts=draft.attempts - 1,
        due_at=at,
        wake_at=at + TIME_TO_BEGIN,
    )
    announce([draft.pk])


def answers_of(draft: MachineDraft) -> tuple[dict[str, str], dict[str, str]]:
    return dict(draft.answers.get("done", {})), dict(draft.answers.get("failed", {}))


def keep_progress(
    draft: MachineDraft, done: dict[str, str], failed: dict[str, str], *, at: datetime
) -> None:
    draft.answers = {"done": done, "failed": failed}
    keep(
        draft,
        answers=draft.answers,
        total=draft.total,
        translated=draft.translated,
        due_at=at + TIME_TO_WORK,
        wake_at=at + TIME_TO_WORK,
    )


def owned(draft: MachineDraft) -> QuerySet[MachineDraft]:
    """The row, while it is the same request, and no other worker has taken it since."""
    return MachineDraft.objects.filter(
        pk=draft.pk, attempts=draft.attempts, requested_at=draft.requested_at
    )


def keep(draft: MachineDraft, **fields: Any) -> None:
    """Raises `Superseded` when the row is somebody else's by now, or nobody's."""
    mine = owned(draft).filter(state=State.WORKING)
    if not mine.update(**fields):
        raise Superseded


def target_of(draft: MachineDraft, *, is_to_change: bool = False) -> Article | None:
    """The translation as it was saved last, if there is one; nobody saves it before we have."""
    articles = Article.objects.select_for_update() if is_to_change else Article.objects.all()
    found = articles.filter(
        translation_key=draft.source.translation_key, locale=draft.locale_id, alias_of=None
    ).first()
    target: Article | None = found and found.get_latest_revision_as_object()
    return target


def writing_of(draft: MachineDraft, target: Article | None) -> Writing:
    source: Any = current_version(Article.objects.get(pk=draft.source_id))
    earlier: Any = None
    if target is not None:
        state = TranslationState.objects.filter(page=target.pk).select_related("original_revision")
        known = state.first()
        if known is None or known.original_id != draft.source_id:
            raise NotTranslated(_("The original is in this language; nothing is written over it."))
        if known.original_revision is not None:
            earlier = known.original_revision.as_object()
    lead_as(target, draft.locale, [source] if earlier is None else [source, earlier])
    return Writing(
        source=source,
        target=source if target is None else target,
        earlier=earlier,
        into=str(draft.locale.language_code),
        wrote=draft.wrote,
        is_anew=draft.is_anew,
    )


def save_draft(draft: MachineDraft, *, at: datetime) -> None:
    """All of it or nothing; whoever edits the translation meanwhile is asked again, text by text."""
    done, failed = answers_of(draft)
    try:
        with transaction.atomic():
            keep(draft, state=State.DONE, finished_at=at, last_error="", answers={})
            there = target_of(draft, is_to_change=True)
            target = there or begun(draft)
            refuse_locked(target, draft.requested_by)
            outcome = writing_of(draft, target).write(done, failed=failed)
            if there is None:  # later it is the editor's
                target.slug = free_slug(target.title, parent=target.get_parent(), page=target)
            if outcome.is_lacking:
                raise NotTranslated(_("The original has changed meanwhile."), may_pass=True)
            if outcome.is_news:
                save_target(target, by=draft.requested_by)
            note_outcome(draft, outcome)
    except IntegrityError as error:
        raise NotTranslated(
            _("The translation was begun by somebody else at the same moment."), may_pass=True
        ) from error


def begun(draft: MachineDraft) -> Article:
    try:
        copy = translate_page(draft.source, locale=draft.locale, by=draft.requested_by)
    except CannotTranslate as error:
        raise NotTranslated.of(error) from error
    found: Article = copy.get_latest_revision_as_object()
    return found


def refuse_locked(target: Article, user: User | None) -> None:
    lock = target.get_lock()
    if lock is not None and (user is None or lock.for_user(user)):
        raise NotTranslated(_("The translation is locked, so nothing was written."))


def save_target(target: Article, *, by: User | None) -> None:
    """As the desk saves a draft: the page itself too, as long as no reader sees it."""
    target.has_unpublished_changes = True
    if not target.live:
        target.save()
    target.save_revision(user=by, log_action=MACHINE_DRAFT)
    mark_as_machine_draft(target)


def note_outcome(draft: MachineDraft, outcome: Outcome) -> None:
    draft.wrote, draft.left = outcome.wrote, outcome.left
    draft.save(update_fields=["wrote", "left"])


def note_failure(draft: MachineDraft, error: NotTranslated, *, at: datetime) -> None:
    """Keep the reason, and try again later where that may help."""
    mine = owned(draft).filter(state__in=MachineDraft.OPEN)
    if error.may_pass and draft.attempts < MOST_ATTEMPTS:
        again = at + max(draft.pause, timedelta(seconds=error.after))
        mine.update(state=State.WAITING, last_error=error.kept(), due_at=again, wake_at=again)
    else:
        mine.update(state=State.FAILED, last_error=error.kept(), finished_at=at, answers={})
