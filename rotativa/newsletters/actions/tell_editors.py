"""Those who may send issues are told when one has stopped, or does not come out, and no person did it."""

import logging
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.utils import translation

from rotativa.newsletters import mails
from rotativa.newsletters.models import Issue, Miss, Notice
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.signals import noted
from rotativa.people.models import User
from rotativa.readers.mails import Mail, send

MOST = 20

logger = logging.getLogger(__name__)


def note_for_editors(*, at: datetime, issue: Issue | None = None, miss: Miss | None = None) -> None:
    """Each has a row: a mail server that hangs, or a worker that is killed, keeps no other from being told. What is
    noted once more is told anew, also where an earlier mail is under way."""
    notices = Notice.objects.filter(issue=issue, miss=miss)
    Notice.objects.bulk_create(
        [
            Notice(editor=editor, issue=issue, miss=miss, noted_at=at, due_at=at)
            for editor in editors_of_issues()[:MOST]
        ],
        update_conflicts=True,
        unique_fields=["editor", "issue" if issue else "miss"],
        update_fields=["noted_at", "due_at"],
    )
    noted.send(sender=None, notice_ids=list(notices.order_by("pk").values_list("pk", flat=True)))


def tell_editor(notice_id: int, *, at: datetime) -> bool:
    """Unless it goes on, or has come out, since. What the mail server does not take is tried again later."""
    notice = Notice.objects.take(notice_id, at=at)
    if notice is None:
        return False
    with translation.override(language_of(notice.editor)):
        mail = mail_of(notice)
        is_told = mail is not None and is_sent(mail, to=notice.editor.email)
    if is_told or mail is None:
        Notice.objects.filter(pk=notice_id, noted_at=notice.noted_at).delete()
    return is_told


def mail_of(notice: Notice) -> Mail | None:
    if notice.miss is not None:
        return mails.missed(notice.miss)
    match notice.issue:
        case Issue(stage=Stage.PAUSED):
            return mails.stopped(notice.issue)
        case Issue(stage=Stage.DONE, came_back_at=datetime()):
            return mails.came_back(notice.issue)
    return None


def is_sent(mail: Mail, *, to: str) -> bool:
    try:
        send(mail, to=to, is_tried_again=True)
    except OSError as error:  # maybe it is why the issue stopped
        logger.warning("An editor could not be told of an issue: %s", error)
        return False
    return True


def editors_of_issues() -> QuerySet[User]:
    may = Permission.objects.filter(
        codename="change_issue", content_type__app_label=Issue._meta.app_label
    )
    by_group = Q(groups__permissions__in=may) | Q(user_permissions__in=may)
    there = User.objects.filter(by_group | Q(is_superuser=True), is_active=True)
    return there.exclude(email="").distinct().order_by("pk")


def language_of(editor: User) -> str:
    """The one in which the desk speaks to them."""
    profile = getattr(editor, "wagtail_userprofile", None)
    return str(profile.get_preferred_language() if profile else settings.LANGUAGE_CODE)
