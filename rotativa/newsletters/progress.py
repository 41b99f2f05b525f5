"""How far issues are, in figures and in words."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from django.db.models import Count, Q
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from rotativa.newsletters.models import Delivery, Issue
from rotativa.newsletters.models.delivery import State


@dataclass(frozen=True, slots=True)
class Progress:
    all: int = 0
    sent: int = 0
    waiting: int = 0
    """And not tried yet, or being sent at this moment."""
    retrying: int = 0
    failed: int = 0
    left_out: int = 0
    held: int = 0
    doubted: int = 0
    """Of which nobody knows whether they arrived, whatever became of them since."""

    @property
    def words(self) -> str:
        """`sent 1,200 of 1,203, 2 retrying, 1 bounced`"""
        told = [
            gettext("sent %(sent)s of %(all)s")
            % {"sent": number_format(self.sent), "all": number_format(self.all)}
        ]
        if self.retrying:
            words = ngettext("%(n)s retrying", "%(n)s retrying", self.retrying)
            told.append(words % {"n": number_format(self.retrying)})
        if self.failed:
            words = ngettext("%(n)s bounced", "%(n)s bounced", self.failed)
            told.append(words % {"n": number_format(self.failed)})
        if self.left_out:
            words = ngettext("%(n)s left out", "%(n)s left out", self.left_out)
            told.append(words % {"n": number_format(self.left_out)})
        if self.held:
            words = ngettext("%(n)s in doubt", "%(n)s in doubt", self.held)
            told.append(words % {"n": number_format(self.held)})
        return gettext(", ").join(told)


FIGURES = [field.name for field in fields(Progress)]


def progress_of(issues: Iterable[Issue]) -> dict[int, Progress]:
    """Of each; one query."""
    rows = Delivery.objects.filter(issue__in=[issue.pk for issue in issues]).values("issue")
    counted = rows.order_by().annotate(
        all=Count("pk"),
        sent=Count("pk", filter=Q(state=State.SENT)),
        waiting=Count("pk", filter=Q(state__lte=State.GOING) & ~retrying()),
        retrying=Count("pk", filter=retrying()),
        failed=Count("pk", filter=Q(state=State.FAILED)),
        left_out=Count("pk", filter=Q(state=State.SKIPPED)),
        held=Count("pk", filter=Q(state=State.DOUBTFUL)),
        doubted=Count("pk", filter=Q(doubted_at__isnull=False)),
    )
    return {
        row["issue"]: Progress(**{name: row[name] for name in FIGURES})  # type: ignore[literal-required]  # as annotated above
        for row in counted
    }


def retrying() -> Q:
    return Q(state=State.WAITING, attempts__gt=0)
