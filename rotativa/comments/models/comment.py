"""What a reader has said under an article."""

import hashlib
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from rotativa.comments.rules import LONGEST, TIME_TO_EDIT, Reason, Status
from rotativa.people.models import User


class CommentQuerySet(models.QuerySet["Comment"]):
    def of(self, thread: UUID, *, language: str = "") -> Self:
        """In a language, or in all where an article and its translations share their thread."""
        rows = self.filter(thread=thread)
        return rows.filter(language=language) if language else rows

    def by(self, reader_id: int) -> Self:
        return self.filter(reader=reader_id)

    def approved(self) -> Self:
        return self.filter(status=Status.APPROVED)

    def most_discussed(
        self, language: str, *, since: datetime, until: datetime, most: int
    ) -> list[tuple[UUID, int]]:
        """Threads with the most comments that appeared in a span of time, in a language or in all; as many
        as were asked for."""
        appeared = self.approved().filter(published_at__gte=since, published_at__lt=until)
        appeared = appeared.filter(language=language) if language else appeared
        counted = appeared.values_list("thread").order_by()
        rows = counted.annotate(number=models.Count("pk")).order_by("-number", "thread")
        return [(thread, number) for thread, number in rows[:most]]

    def seen(self) -> Self:
        """What readers could read once, whatever became of it since."""
        return self.exclude(published_at=None)

    def pending(self) -> Self:
        return self.filter(status=Status.PENDING)

    def reported(self) -> Self:
        return self.filter(open_reports__gt=0)


class Comment(models.Model):
    thread = models.UUIDField(_("thread"), editable=False)
    """The translation key of the article: its translations have the same."""
    parent = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="replies"
    )
    reader = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.SET_NULL, related_name="comments"
    )
    name = models.CharField(_("name"), max_length=200, blank=True, editable=False)
    """As it was signed. Empty for readers who have left."""
    is_staff = models.BooleanField(_("of the paper"), default=False, editable=False)
    is_author = models.BooleanField(_("of an author of the article"), default=False, editable=False)
    language = models.CharField(_("language"), max_length=20, editable=False)
    text = models.TextField(_("text"), max_length=LONGEST, blank=True)
    html = models.TextField(blank=True, editable=False)
    """Made safe when the text was stored."""
    digest = models.CharField(max_length=64, editable=False)
    status = models.CharField(_("state"), max_length=10, choices=Status.choices)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices, blank=True)
    open_reports = models.PositiveIntegerField(_("reports"), default=0, editable=False)
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    """Of the form it came by, so that a form sent twice is one comment; likewise of imports."""
    claim = models.CharField(max_length=64, blank=True, editable=False)
    """Of one that came with an import: whoever signs in with its writer's address has it."""
    learned = models.CharField(max_length=4, blank=True, editable=False)
    """What the filter has learned from it: `spam`, `fine` or nothing."""
    created_at = models.DateTimeField(_("written"))
    edited_at = models.DateTimeField(_("edited"), null=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    published_at = models.DateTimeField(_("appeared"), null=True)
    pinned_at = models.DateTimeField(_("pinned"), null=True, editable=False)
    """It stands before all others of its thread, in whatever order."""
    picked_at = models.DateTimeField(_("picked by the editors"), null=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [("moderate_comment", "Can moderate comments")]
        default_permissions = ()
        indexes = [
            models.Index(fields=["thread", "created_at"], name="comment_thread"),
            models.Index(fields=["status", "created_at"], name="comment_status"),
            models.Index(fields=["reader", "created_at"], name="comment_reader"),
            models.Index(
                fields=["open_reports"],
                name="comment_reported",
                condition=models.Q(open_reports__gt=0),
            ),
            models.Index(fields=["claim"], name="comment_claim", condition=~models.Q(claim="")),
            models.Index(fields=["published_at"], name="comment_published"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:60]}"

    @property
    def version(self) -> str:
        """Of its words to the letter: `digest` is the same for what says the same, and an address in
        other capitals leads elsewhere.
        """
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def is_approved(self) -> bool:
        return self.status == Status.APPROVED

    @property
    def is_held(self) -> bool:
        """Also what was taken for spam by rule: its writer may be right, and is told to wait."""
        is_spam_by_rule = self.status == Status.SPAM and self.decided_at is None
        return self.status == Status.PENDING or is_spam_by_rule

    def may_be_edited(self, *, at: datetime) -> bool:
        return self.status in {Status.APPROVED, Status.PENDING} and (
            at - self.created_at < TIME_TO_EDIT
        )

    def may_be_deleted(self) -> bool:
        return self.status != Status.DELETED

    def told(self) -> dict[str, Any]:
        """To whoever wrote it."""
        return {
            "thread": str(self.thread),
            "language": self.language,
            "name": self.name,
            "text": self.text,
            "state": self.status,
            "reason": self.reason,
            "written": self.created_at,
            "edited": self.edited_at,
            "appeared": self.published_at,
        }
