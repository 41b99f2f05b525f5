"""What stands beside the form of an article: earlier articles that say the same words."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel


class RelatedPanel(BaseSidePanel):
    """Asks nothing by itself: suggestions are looked for when an editor wants some."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle related articles")
        icon_name = "link"
        has_counter = False

    name = "related"
    title = _("Related articles")
    template_name = "newsroom/related_panel.html"
    order = 160

    class Media:
        css: ClassVar = {"all": ["newsroom/css/related.css"]}
        js: ClassVar = ["newsroom/js/related.js"]
