"""News that comments listen to."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver

from rotativa.comments.actions import (
    claim_comments,
    forget_old_checks,
    forget_reports_by,
    let_go_of_name,
    let_go_of_words,
    tell_counts,
    wants_mails,
)
from rotativa.comments.models import (
    Checked,
    Comment,
    CommentRules,
    OtherMode,
    Report,
    Standing,
)
from rotativa.comments.models.house import KEY
from rotativa.comments.tasks import tell_checkers, tell_readers
from rotativa.lib.clock import minute
from rotativa.pages import keys
from rotativa.people.models import User
from rotativa.readers.signals import data_wanted, leaving


@receiver(post_save, sender=CommentRules)
@receiver(post_save, sender=OtherMode)
@receiver(post_delete, sender=OtherMode)
def rules_changed(**_kwargs: Any) -> None:
    keys.announce(KEY)


@receiver(minute)
def tell_lists(**_kwargs: Any) -> None:
    tell_counts()


@receiver(minute)
def readers_are_told(at: datetime, **_kwargs: Any) -> None:
    tell_readers(at=at)


@receiver(minute)
def service_is_told(at: datetime, **_kwargs: Any) -> None:
    forget_old_checks(at=at)
    tell_checkers(at=at)


@receiver(data_wanted)
def wishes_of(reader_id: int, **_kwargs: Any) -> tuple[str, Any]:
    return "wishes", {"mails_about_answers": wants_mails(reader_id)}


@receiver(data_wanted)
def reports_of(reader_id: int, **_kwargs: Any) -> tuple[str, Any]:
    rows = Report.objects.filter(reader=reader_id).order_by("at", "pk")
    return "reports", list(rows.values("comment__text", "reason", "words", "at"))


@receiver(data_wanted)
def standing_of(reader_id: int, **_kwargs: Any) -> tuple[str, Any]:
    """What decides whether their comments wait, and whether they may write."""
    standing = Standing.objects.filter(reader=reader_id).first() or Standing()
    names = ("approved", "rejected", "banned_until", "ban_reason")
    return "standing_in_comments", {name: getattr(standing, name) for name in names}


@receiver(data_wanted)
def comments_of(reader_id: int, **_kwargs: Any) -> tuple[str, Any]:
    rows = Comment.objects.by(reader_id).order_by("created_at", "pk")
    return "comments", [comment.told() for comment in rows]


@receiver(data_wanted)
def checks_of(reader_id: int, **_kwargs: Any) -> tuple[str, Any]:
    """What is kept of where a comment came from, of which a service was asked."""
    rows = Checked.objects.filter(comment__reader=reader_id).order_by("at", "pk")
    names = ("comment__text", "is_spam", "visitor", "browser", "page", "at")
    return "told_to_spam_service", list(rows.values(*names))


@receiver(leaving)
def reader_leaves(reader_id: int, *, keeps_words: bool, **_kwargs: Any) -> None:
    if keeps_words:
        let_go_of_name(reader_id)
    else:
        let_go_of_words(reader_id)


@receiver(user_logged_in)
def reader_signed_in(user: User, **_kwargs: Any) -> None:
    confirmed = EmailAddress.objects.filter(user=user, verified=True)
    claim_comments(user, confirmed.values_list("email", flat=True))


@receiver(email_confirmed)
def address_confirmed(email_address: EmailAddress, **_kwargs: Any) -> None:
    claim_comments(email_address.user, [email_address.email])


@receiver(pre_delete, sender=User)
def account_goes(instance: User, **_kwargs: Any) -> None:
    """Whoever deletes it: the reader, who has been asked about the words, the desk, the clock."""
    let_go_of_name(instance.pk)
    forget_reports_by(instance.pk)
