"""What an editor may want to look at, beside the form of an article."""

import logging
from typing import Any, ClassVar

from django.middleware.csrf import get_token
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from rotativa.articles.findings import Finding, findings_of, reading_minutes
from rotativa.articles.models import Article

log = logging.getLogger(__name__)


class FindingsPanel(BaseSidePanel):
    """Of the draft as it was when the form was opened, or saved last."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle what to look at")
        icon_name = "clipboard-list"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"count": len(self.panel.findings or ())}

    name = "findings"
    title = _("To look at")
    template_name = "newsroom/findings_panel.html"
    order = 140
    object: Article

    class Media:
        css: ClassVar = {"all": ["newsroom/css/findings.css"]}

    @cached_property
    def findings(self) -> list[Finding] | None:
        """None where they cannot be told: the form must open, whatever a body of any age holds."""
        try:
            return findings_of(self.object)
        except Exception:  # it is logged, and the panel says so
            log.exception("Page %s cannot be looked through.", self.object.pk)
            return None

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        findings = self.findings
        return context | {
            "csrf_token": get_token(self.request),
            "findings": findings,
            "waivers": self.object.waivers.select_related("by").order_by("-at", "-pk"),
            "minutes": reading_minutes(self.object) if findings is not None else None,
            "has_typewriter": any(each.code == "typography" for each in findings or ()),
        }
