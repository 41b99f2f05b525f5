"""Those who may send issues are told when one has stopped, or does not come out, and no person did it."""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.utils import translation

from rotativa.newsletters import mails
from rotativa.newsletters.models import Issue, Miss
from rotativa.newsletters.models.issue import Stage
from rotativa.people.models import User
from rotativa.readers.mails import Mail, tell

MOST = 20


def tell_of_stop(issue_id: int) -> int:
    """How many were written to, as far as the mail server that may have refused the issue takes it."""
    issue = Issue.objects.select_related("newsletter").filter(pk=issue_id).first()
    if issue is None or issue.stage != Stage.PAUSED:
        return 0
    return tell_each(partial(mails.stopped, issue))


def tell_of_miss(miss_id: int) -> int:
    """Unless it has come out since."""
    miss = Miss.objects.select_related("newsletter").filter(pk=miss_id).first()
    return tell_each(partial(mails.missed, miss)) if miss else 0


def tell_each(make: Callable[[], Mail]) -> int:
    editors = list(editors_of_issues()[:MOST])
    for editor in editors:
        with translation.override(language_of(editor)):
            tell(make(), to=editor.email)
    return len(editors)


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
