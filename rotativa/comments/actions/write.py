"""A reader writes a comment, changes it, takes it away."""

from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from rotativa.articles.models import Article, Author
from rotativa.comments.actions.answers import note_answer
from rotativa.comments.actions.check import ask_service, forget_checks
from rotativa.comments.actions.decide import Draft, Verdict, decide, standing_of
from rotativa.comments.actions.learn import forget, resembles_spam
from rotativa.comments.actions.moderate import effect_of
from rotativa.comments.actions.publishing import announce_thread, change_standing, count_change
from rotativa.comments.checkers import Asked
from rotativa.comments.models import (
    Checked,
    Comment,
    CommentRules,
    Standing,
    comment_rules,
    mode_of,
)
from rotativa.comments.rules import LONGEST, Mode, Reason, Status
from rotativa.comments.text import cleaned, digest_of, rendered, says_something
from rotativa.people.models import User
from rotativa.readers.rules import may_enter_desk

REPEATED_WITHIN = timedelta(days=1)


class Refused(Exception):
    """The comment is not taken."""


class Closed(Refused):
    pass


class Banned(Refused):
    def __init__(self, standing: Standing) -> None:
        super().__init__(standing.reader_id)
        self.standing = standing


class Repeated(Refused):
    pass


class NothingSaid(Refused):
    pass


class TooLate(Refused):
    pass


class SentBefore(Refused):
    pass


@dataclass(frozen=True, slots=True)
class Sent:
    """What came by the form."""

    text: str
    form_key: UUID
    parent: Comment | None = None
    is_quick: bool = False
    is_trapped: bool = False
    has_proof: bool = False
    is_crowded: bool = False
    visitor: str = ""
    browser: str = ""


def write_comment(article: Article, sent: Sent, *, by: User, at: datetime) -> Comment:
    """The same form sent twice is one comment. What is not taken raises `Refused`."""
    found = Comment.objects.filter(form_key=sent.form_key).first()
    if found is not None:
        return sent_before(found, sent)
    comment, checked = new_comment(article, sent, by=by, at=at)
    try:
        with transaction.atomic():
            comment.save(force_insert=True)
            if checked is not None:
                checked.comment = comment
                checked.save()
            if comment.is_approved:
                count_change(comment, was="", now=comment.status)
                announce_thread(comment)
                note_answer(comment, at=at)
    except IntegrityError:
        found = Comment.objects.filter(form_key=sent.form_key).first()
        if found is None:
            raise
        return sent_before(found, sent)
    return comment


def sent_before(found: Comment, sent: Sent) -> Comment:
    """With other words it is another comment, which needs a form of its own."""
    if found.digest != digest_of(cleaned(sent.text)):
        raise SentBefore
    return found


def new_comment(
    article: Article, sent: Sent, *, by: User, at: datetime
) -> tuple[Comment, Checked | None]:
    """With what a service was asked of it."""
    rules, standing = comment_rules(), standing_of(by.pk)
    text, html = taken(sent.text)
    mode = mode_of(article, rules, today=timezone.localdate(at))
    digest = digest_of(text)
    refuse(standing, mode=mode, at=at)
    refuse_repeated(by.pk, digest, at=at)
    is_staff = may_enter_desk(by)
    verdict = decide(
        Draft(
            text=text,
            html=html,
            is_staff=is_staff,
            mode=mode,
            rules=rules,
            standing=standing,
            is_quick=sent.is_quick,
            is_trapped=sent.is_trapped,
            likeness=resembles_spam(text, html, language=article.locale.language_code),
            has_proof=sent.has_proof,
            is_crowded=sent.is_crowded,
        )
    )
    checked = None
    if asks_service(verdict, standing, is_staff=is_staff):
        checked = ask_service(asked_of(article, sent, text=text, by=by), at=at)
    if checked is not None and checked.is_spam:
        verdict = Verdict(Status.SPAM, Reason.SERVICE)
    comment = Comment(
        thread=article.translation_key,
        parent=sent.parent,
        reader=by,
        name=by.public_name,
        is_staff=is_staff,
        is_author=is_author_of(article, by),
        language=article.locale.language_code,
        text=text,
        html=html,
        digest=digest,
        status=verdict.status,
        reason=verdict.reason or "",
        form_key=sent.form_key,
        created_at=at,
        published_at=at if verdict.status == Status.APPROVED else None,
    )
    return comment, checked


def asks_service(verdict: Verdict, standing: Standing, *, is_staff: bool) -> bool:
    """Of whoever is trusted, and of what is spam already, nobody else is told anything."""
    return not (is_staff or standing.is_trusted or verdict.status == Status.SPAM)


def asked_of(article: Article, sent: Sent, *, text: str, by: User) -> Asked:
    return Asked(
        text=text,
        name=by.public_name,
        language=article.locale.language_code,
        page=article.full_url or "",
        visitor=sent.visitor,
        browser=sent.browser,
        is_answer=sent.parent is not None,
    )


def is_author_of(article: Article, reader: User) -> bool:
    """In whatever language their page has the account."""
    names = Author.objects.filter(account=reader).values("translation_key")
    return article.article_authors.filter(author__translation_key__in=names).exists()


def taken(text: str) -> tuple[str, str]:
    """As it is stored, and as it is shown."""
    text = cleaned(text[: 2 * LONGEST])[:LONGEST]
    html = rendered(text)
    if not html or not says_something(text):
        raise NothingSaid
    return text, html


def refuse(standing: Standing, *, mode: str, at: datetime) -> None:
    if mode == Mode.CLOSED:
        raise Closed
    if standing.is_banned(at=at):
        raise Banned(standing)


def refuse_repeated(reader_id: int, digest: str, *, at: datetime) -> None:
    recent = Comment.objects.by(reader_id).filter(created_at__gt=at - REPEATED_WITHIN)
    if recent.exclude(status=Status.DELETED).filter(digest=digest).exists():
        raise Repeated


def edit_comment(comment: Comment, article: Article, *, text: str, at: datetime) -> Comment:
    """Within some minutes, as long as its writer may write there; what it says now is looked at anew."""
    if not comment.may_be_edited(at=at):
        raise TooLate
    rules, standing = comment_rules(), standing_of(comment.reader_id or 0)
    mode = mode_of(article, rules, today=timezone.localdate(at))
    refuse(standing, mode=mode, at=at)
    text, html = taken(text)
    if text == comment.text:
        return comment
    before = copy(comment)
    if comment.is_approved:
        comment.status, comment.reason = looked_at_again(
            comment, text, html, mode=mode, rules=rules, standing=standing
        )
    comment.text, comment.html, comment.digest, comment.edited_at = text, html, digest_of(text), at
    with transaction.atomic():
        forget(before)
        forget_checks([comment.pk])
        store_edit(comment, before=before)
    return comment


def looked_at_again(
    comment: Comment, text: str, html: str, *, mode: str, rules: CommentRules, standing: Standing
) -> tuple[str, str]:
    """As if it were new, but for the work that its writer's browser has done once."""
    draft = Draft(
        text=text, html=html, is_staff=comment.is_staff, mode=mode, rules=rules,
        standing=standing, has_proof=True,
        likeness=resembles_spam(text, html, language=comment.language),
    )  # fmt: skip
    verdict = decide(draft)
    return verdict.status, verdict.reason or ""


def store_edit(comment: Comment, *, before: Comment) -> None:
    """Raises `TooLate` where an editor has decided meanwhile. What waits again is no longer to its
    writer's credit: it will be when it is approved.
    """
    fields = ("text", "html", "digest", "edited_at", "status", "reason")
    values = {name: getattr(comment, name) for name in fields}
    if not comment.is_approved:
        values |= {"pinned_at": None, "picked_at": None}
    if not Comment.objects.filter(pk=comment.pk, status=before.status).update(**values):
        raise TooLate
    if before.is_approved:
        count_change(comment, was=before.status, now=comment.status)
        change = effect_of(comment)[0] - effect_of(before)[0]
        change_standing(comment.reader_id, approved=change)
        announce_thread(comment)


def delete_comment(comment: Comment) -> None:
    """By whoever wrote it: the words go at once; a place stays where others have answered."""
    with transaction.atomic():
        was = Comment.objects.select_for_update().get(pk=comment.pk).status
        if was == Status.DELETED:
            return
        Comment.objects.filter(pk=comment.pk).update(**GONE)
        forget_checks([comment.pk])
        count_change(comment, was=was, now=Status.DELETED)
        if comment.published_at:
            announce_thread(comment)


GONE = {
    "text": "", "html": "", "name": "", "digest": "", "reason": "", "open_reports": 0,
    "status": Status.DELETED, "pinned_at": None, "picked_at": None,
}  # fmt: skip
"""What is left of a comment that its writer has taken away."""
