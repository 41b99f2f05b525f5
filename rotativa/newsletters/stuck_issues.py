"""What the desk's first page reminds editors of: issues that readers wait for, and those that did not come out."""

from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from rotativa.newsletters.models import Issue, Miss

MOST = 5


class StuckIssues(Component):
    name = "stuck_issues"
    template_name = "newsletters/desk/stuck_issues.html"
    order = 230

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context) or {}
        if not parent_context["request"].user.has_perm("newsletters.change_issue"):
            return context
        at = timezone.now()
        return context | {
            "issues": Issue.objects.stuck(at)[:MOST],
            "misses": Miss.objects.lately(at)[:MOST],
        }
