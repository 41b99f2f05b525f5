"""A reader writes a comment, changes it, takes it away."""

from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from rotativa.articles.models import Article, Author
from rotativa.comments.actions.answers import note_answer
from rotativa.comments.actions.decide import Draft, Verdict, decide, standing_of
from rotativa.comments.actions.learn import forget, resembles_spam
from rotativa.comments.actions.publishing import announce_thread, count_change
from rotativa.comments.checkers import Asked
from rotativa.comments.checkers.configured import is_called_spam
from rotativa.comments.models import Comment, CommentRules, Standing, comment_rules, mode_of
from rotativa.comments.rules import LONGEST, Mode, Reason, Status
from rotativa.comments.text import cleaned, digest_of, rendered
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
        return found
    comment = new_comment(article, sent, by=by, at=at)
    try:
        with transaction.atomic():
            comment.save(force_insert=True)
            if comment.is_approved:
                count_change(comment, was="", now=comment.status)
                announce_thread(comment)
                note_answer(comment, at=at)
    except IntegrityError:
        return Comment.objects.get(form_key=sent.form_key)
    return comment


def new_comment(article: Article, sent: Sent, *, by: User, at: datetime) -> Comment:
    rules, standing = comment_rules(), standing_of(by.pk)
    text, html = taken(sent.text)
    mode = mode_of(article, rules, today=at.date())
    digest = digest_of(text)
    refuse(standing, mode=mode, digest=digest, at=at)
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
    if asks_service(verdict, standing, is_staff=is_staff) and is_called_spam(
        asked_of(article, sent, text=text, by=by)
    ):
        verdict = Verdict(Status.SPAM, Reason.SERVICE)
    return Comment(
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
    if not html:
        raise NothingSaid
    return text, html


def refuse(standing: Standing, *, mode: str, digest: str, at: datetime) -> None:
    if mode == Mode.CLOSED:
        raise Closed
    if standing.is_banned(at=at):
        raise Banned(standing)
    recent = Comment.objects.by(standing.reader_id).filter(created_at__gt=at - REPEATED_WITHIN)
    if recent.exclude(status=Status.DELETED).filter(digest=digest).exists():
        raise Repeated


def edit_comment(comment: Comment, *, text: str, at: datetime) -> Comment:
    """Within some minutes; words that are looked at have it looked at again."""
    if not comment.may_be_edited(at=at):
        raise TooLate
    text, html = taken(text)
    if text == comment.text:
        return comment
    was, before = comment.status, copy(comment)
    if comment.is_approved:
        comment.status, comment.reason = looked_at_again(comment, text, html)
    comment.text, comment.html, comment.digest, comment.edited_at = text, html, digest_of(text), at
    with transaction.atomic():
        forget(before)
        won = Comment.objects.filter(pk=comment.pk, status=was).update(
            text=text, html=html, digest=comment.digest, edited_at=at,
            status=comment.status, reason=comment.reason,
        )  # fmt: skip
        if not won:
            raise TooLate
        if was == Status.APPROVED:
            count_change(comment, was=was, now=comment.status)
            announce_thread(comment)
    return comment


def looked_at_again(comment: Comment, text: str, html: str) -> tuple[str, str]:
    """It has passed what its writer is known for; what it says now has not."""
    rules: CommentRules = comment_rules()
    draft = Draft(
        text=text, html=html, is_staff=comment.is_staff, mode=Mode.AFTER, rules=rules,
        standing=standing_of(comment.reader_id or 0), has_proof=True,
        likeness=resembles_spam(text, html, language=comment.language),
    )  # fmt: skip
    verdict = decide(draft)
    return verdict.status, verdict.reason or ""


def delete_comment(comment: Comment) -> None:
    """By whoever wrote it: the words go at once; a place stays where others have answered."""
    with transaction.atomic():
        was = Comment.objects.select_for_update().get(pk=comment.pk).status
        if was == Status.DELETED:
            return
        Comment.objects.filter(pk=comment.pk).update(**GONE)
        count_change(comment, was=was, now=Status.DELETED)
        if comment.published_at:
            announce_thread(comment)


GONE = {
    "text": "", "html": "", "name": "", "digest": "", "reason": "", "open_reports": 0,
    "status": Status.DELETED, "pinned_at": None, "picked_at": None,
}  # fmt: skip
"""What is left of a comment that its writer has taken away."""
