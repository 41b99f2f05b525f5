"""What articles bring to the frame of every page, to the press, and to the desk's history."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.rich_text.feature_registry import FeatureRegistry

from rotativa.articles.blocks import CITATION
from rotativa.articles.discovery import head_links
from rotativa.articles.menu import menu_links
from rotativa.articles.printed import all_addresses
from rotativa.articles.rich_text import CONVERSION, CitationLinks
from rotativa.pages.actions import MACHINE_DRAFT

hooks.register("register_menu_links", menu_links, order=100)
hooks.register("register_printed_addresses", all_addresses)
hooks.register("rotativa_slot_head", head_links, order=100)


@hooks.register("register_log_actions")
def register_machine_drafts(actions: LogActionRegistry) -> None:
    actions.register_action(
        MACHINE_DRAFT, _("Machine draft"), _("Had a machine draft the translation")
    )


@hooks.register("register_rich_text_features")
def register_citations(features: FeatureRegistry) -> None:
    features.register_link_type(CitationLinks)
    features.register_converter_rule("contentstate", CITATION, CONVERSION)
