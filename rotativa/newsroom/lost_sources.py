"""What the desk's first page reminds editors of: sources that have become bad of late."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail.admin.ui.components import Component

from rotativa.articles.models import Citation
from rotativa.evidence.models import Source

LATELY = timedelta(days=7)
MOST = 5


class LostSources(Component):
    """Those that published articles lean on: for a week, or until somebody has seen to them."""

    name = "lost_sources"
    template_name = "newsroom/source_states/lost_sources.html"
    order = 240

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context) or {}
        request = parent_context["request"]
        if not request.user.has_perm("evidence.view_source"):
            return context
        is_cited = Exists(Citation.objects.published().filter(source=OuterRef("pk")))
        found = Source.objects.bad().filter(is_cited, told_at__gt=timezone.now() - LATELY)
        rows = list(found.order_by("-told_at", "-pk")[: MOST + 1])
        return context | {"rows": rows[:MOST], "has_more": len(rows) > MOST}
