"""How far issues are, in figures and in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from rotativa.newsletters.models import Delivery, Issue, Return
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.returned import Kind


@dataclass(frozen=True, slots=True)
class Progress:
    all: int = 0
    sent: int = 0
    waiting: int = 0
    """And not tried yet, or being sent at this moment."""
    retrying: int = 0
    failed: int = 0
    """Refused when they were handed over, or never written."""
    returned: int = 0
    """Sent, and come back later."""
    complaints: int = 0
    left_out: int = 0
    held: int = 0
    doubted: int = 0
    """Of which nobody knows whether they arrived, whatever became of them since."""

    @property
    def words(self) -> str:
        """`sent 1,200 of 1,203, 2 retrying, 1 not delivered`"""
        told = [
            gettext("sent %(sent)s of %(all)s")
            % {"sent": number_format(self.sent), "all": number_format(self.all)}
        ]
        if self.retrying:
            words = ngettext("%(n)s retrying", "%(n)s retrying", self.retrying)
            told.append(words % {"n": number_format(self.retrying)})
        if lost := self.failed + self.returned:
            words = ngettext("%(n)s not delivered", "%(n)s not delivered", lost)
            told.append(words % {"n": number_format(lost)})
        if self.complaints:
            words = ngettext("%(n)s complaint", "%(n)s complaints", self.complaints)
            told.append(words % {"n": number_format(self.complaints)})
        if self.left_out:
            words = ngettext("%(n)s left out", "%(n)s left out", self.left_out)
            told.append(words % {"n": number_format(self.left_out)})
        if self.held:
            words = ngettext("%(n)s in doubt", "%(n)s in doubt", self.held)
            told.append(words % {"n": number_format(self.held)})
        return gettext(", ").join(told)


RETURNS = ("returned", "complaints")
BY_STATE = {
    "sent": State.SENT,
    "failed": State.FAILED,
    "left_out": State.SKIPPED,
    "held": State.DOUBTFUL,
}


def progress_of(issues: Iterable[Issue]) -> dict[int, Progress]:
    """Of each; two queries, which read no letters of those that are done: theirs were counted then."""
    issues = list(issues)
    kept = {issue.pk: issue.figures for issue in issues if issue.figures}
    figures = kept | counted_of([issue.pk for issue in issues if not issue.figures])
    back = returns_of([issue.pk for issue in issues])
    return {pk: Progress(**{**back.get(pk, {}), **told}) for pk, told in figures.items()}


def figures_of(issue: Issue) -> dict[str, int]:
    """As `Issue.figures` keeps them; what comes back later is none of them."""
    return counted_of([issue.pk]).get(issue.pk, {})


def figures_for_good(issue: Issue) -> dict[str, int]:
    """With what has come back, for when its deliveries are kept no longer."""
    back = returns_of([issue.pk]).get(issue.pk, dict.fromkeys(RETURNS, 0))
    return {**(issue.figures or figures_of(issue)), **back}


def counted_of(issues: list[int]) -> dict[int, dict[str, int]]:
    """Those that wait are all others: each further condition is asked of a million rows, while an issue is watched."""
    rows = Delivery.objects.filter(issue__in=issues).values("issue")
    counted = rows.order_by().annotate(
        all=Count("*"),
        **{name: Count("pk", filter=Q(state=state)) for name, state in BY_STATE.items()},
        retrying=Count("pk", filter=retrying()),
        doubted=Count("doubted_at"),
    )
    found = {}
    for row in counted.values("issue", "all", *BY_STATE, "retrying", "doubted"):
        told = {str(name): int(number) for name, number in row.items()}
        issue = told.pop("issue")
        waiting = told["all"] - told["retrying"] - sum(told[name] for name in BY_STATE)
        found[issue] = {**told, "waiting": waiting}
    return found


def returns_of(issues: list[int]) -> dict[int, dict[str, int]]:
    """What came back of letters that had been taken, each once, and complaints."""
    found = Return.objects.filter(delivery__issue__in=issues).values("delivery__issue")
    is_complaint = Q(kind=Kind.COMPLAINT)
    was_taken = ~is_complaint & ~Q(delivery__state=State.FAILED)
    counted = found.order_by().annotate(
        returned=Count("delivery", filter=was_taken, distinct=True),
        complaints=Count("pk", filter=is_complaint),
    )
    rows = counted.values_list("delivery__issue", *RETURNS)
    return {issue: dict(zip(RETURNS, counts, strict=True)) for issue, *counts in rows}


def retrying() -> Q:
    return Q(state=State.WAITING, attempts__gt=0)
