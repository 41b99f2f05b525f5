"""What may become of a comment, why, and who is trusted."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST = 5000
"""Characters of a comment."""
TIME_TO_EDIT = timedelta(minutes=15)
TRUSTED_AFTER = 2
"""Approved comments; each that is rejected takes as many away again."""


class Status(models.TextChoices):
    PENDING = "pending", _("waits")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")
    SPAM = "spam", _("spam")
    DELETED = "deleted", _("deleted")


class Reason(models.TextChoices):
    """Why it stands as it does: of what was decided by rule, then of what people decide."""

    BEFORE = "before", _("Every comment is read before it appears.")
    NEWCOMER = "newcomer", _("The first comments of a reader are read before they appear.")
    WORDS = "words", _("It has words that are looked at.")
    LINKS = "links", _("It has many links.")
    HISTORY = "history", _("Much of what this reader wrote was rejected.")
    QUICK = "quick", _("It was sent sooner than anybody types.")
    TRAP = "trap", _("A field was filled in that no person sees.")
    LIKE_SPAM = "like_spam", _("It resembles what was put to the spam.")
    SERVICE = "service", _("A service that this paper asks takes it for spam.")
    NO_PROOF = "no_proof", _("It came without the proof that a browser gives.")
    OFF_TOPIC = "off_topic", _("It is about something else.")
    INSULT = "insult", _("It insults somebody.")
    ACCUSATION = "accusation", _("It accuses somebody without evidence.")
    PRIVATE = "private", _("It tells private matters.")
    ADVERT = "advert", _("It advertises something.")
    OTHER = "other", _("It breaks our rules.")


PEOPLES = [
    Reason.OFF_TOPIC, Reason.INSULT, Reason.ACCUSATION, Reason.PRIVATE, Reason.ADVERT, Reason.OTHER,
]  # fmt: skip
"""Reasons that people give: moderators who reject, readers who report."""


class Mode(models.TextChoices):
    AFTER = "after", _("after they appear")
    NEWCOMERS = "newcomers", _("before they appear: those of newcomers")
    BEFORE = "before", _("before they appear: all")
    CLOSED = "closed", _("there are none: comments are closed")


class Order(models.TextChoices):
    OLDEST = "oldest", _("Oldest first")
    NEWEST = "newest", _("Newest first")
    REPLIES = "replies", _("Most replies first")
