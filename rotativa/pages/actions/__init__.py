from rotativa.pages.actions.embed_cards import fetch_card, request_cards
from rotativa.pages.actions.publish_versions import (
    Outcome,
    flaw_of,
    hindrance,
    publish_versions,
)
from rotativa.pages.actions.share_cards import (
    ask_again,
    draw_share_cards,
    find_lost_share_cards,
    forget_files,
    request_card_of_paper,
    request_share_cards,
)
from rotativa.pages.actions.translate_page import CannotTranslate, translate_page
from rotativa.pages.actions.translations import (
    MACHINE_DRAFT,
    ChangedMeanwhile,
    NotChecked,
    current_version,
    follow_original,
    follow_page,
    machine_drafts_of,
    make_original,
    mark_as_checked,
    mark_as_machine_draft,
    relate,
    relate_copy,
)

__all__ = [
    "MACHINE_DRAFT",
    "CannotTranslate",
    "ChangedMeanwhile",
    "NotChecked",
    "Outcome",
    "ask_again",
    "current_version",
    "draw_share_cards",
    "fetch_card",
    "find_lost_share_cards",
    "flaw_of",
    "follow_original",
    "follow_page",
    "forget_files",
    "hindrance",
    "machine_drafts_of",
    "make_original",
    "mark_as_checked",
    "mark_as_machine_draft",
    "publish_versions",
    "relate",
    "relate_copy",
    "request_card_of_paper",
    "request_cards",
    "request_share_cards",
    "translate_page",
]
