"""What articles bring to the frame of every page, to the press, and to the desk's history."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from rotativa.articles.actions.machine_drafts import LOG_ACTION
from rotativa.articles.discovery import head_links
from rotativa.articles.menu import menu_links
from rotativa.articles.printed import all_addresses

hooks.register("register_menu_links", menu_links, order=100)
hooks.register("register_printed_addresses", all_addresses)
hooks.register("rotativa_slot_head", head_links, order=100)


@hooks.register("register_log_actions")
def register_machine_drafts(actions: LogActionRegistry) -> None:
    actions.register_action(
        LOG_ACTION, _("Machine draft"), _("Had a machine draft the translation")
    )
