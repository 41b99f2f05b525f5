"""What was done with comments and readers, by whom, why. Nothing of it is ever changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rotativa.comments.models.comment import Comment
from rotativa.comments.rules import Reason
from rotativa.lib.append_only import AppendOnly, AppendOnlyQuerySet
from rotativa.people.models import User


class Deed(models.TextChoices):
    APPROVE = "approved", _("approved")
    REJECT = "rejected", _("rejected")
    SPAM = "spam", _("put to the spam")
    BAN = "ban", _("banned the reader")
    LIFT = "lift", _("lifted the ban")
    NOTE = "note", _("noted")
    PIN = "pin", _("pinned")
    UNPIN = "unpin", _("unpinned")
    PICK = "pick", _("picked")
    UNPICK = "unpick", _("no longer picked")
    UNNOTE = "unnote", _("deleted the note")


class Decision(AppendOnly):
    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.CASCADE, related_name="decisions"
    )
    reader = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    """Of whom: who wrote the comment, or is banned."""
    deed = models.CharField(_("what was done"), max_length=10, choices=Deed.choices)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    by = models.ForeignKey(
        User, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("when"), db_index=True)
    takes_back = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.CASCADE, related_name="ends"
    )
    """The note that its writer has deleted: it stands where it stood no longer, and here for good."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["takes_back"],
                name="taken_back_once",
                condition=models.Q(takes_back__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_deed_display()}"
