"""What the desk's first page reminds editors of: issues that readers wait for, and those that did not come out."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from rotativa.newsletters.models import Issue, Miss

MOST = 5


class Missed(NamedTuple):
    miss: Miss
    words: str
    """What can be done about it; empty where that is not for this editor."""
    url: str


class StuckIssues(Component):
    name = "stuck_issues"
    template_name = "newsletters/desk/stuck_issues.html"
    order = 230

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context) or {}
        user = parent_context["request"].user
        if not user.has_perm("newsletters.change_issue"):
            return context
        at = timezone.now()
        return context | {
            "issues": Issue.objects.stuck(at)[:MOST],
            "missed": missed(
                list(Miss.objects.lately(at)[:MOST]),
                may_change_hours=user.has_perm("newsletters.change_newsletter"),
            ),
        }


def missed(misses: Sequence[Miss], *, may_change_hours: bool) -> list[Missed]:
    composed = issues_of([miss for miss in misses if miss.period])
    told = []
    for miss in misses:
        issue = composed.get((miss.newsletter_id, miss.language, miss.period))
        if issue is not None:
            way = _("Look at its draft"), reverse("newsletter_issues:look", args=[issue])
        elif miss.period:
            way = _("Compose one"), reverse("newsletter_issues:index") + asking_for(miss)
        elif may_change_hours:
            way = _("Look at its hours"), reverse("newsletter:edit", args=[miss.newsletter_id])
        else:
            way = "", ""
        told.append(Missed(miss, *way))
    return told


def issues_of(misses: Sequence[Miss]) -> dict[tuple[int, str, str], int]:
    """By newsletter, language and period; no more is read of them, as what they say is long."""
    if not misses:
        return {}
    rows = Issue.objects.filter(
        newsletter__in={miss.newsletter_id for miss in misses},
        period__in={miss.period for miss in misses},
    )
    found = rows.values_list("newsletter_id", "language", "period", "pk")
    return {(newsletter, language, period): pk for newsletter, language, period, pk in found}


def asking_for(miss: Miss) -> str:
    """Narrows the list, and chooses in the form above it."""
    return "?" + urlencode({"newsletter": miss.newsletter_id, "language": miss.language})
