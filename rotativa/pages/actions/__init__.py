from rotativa.pages.actions.embed_cards import fetch_card, request_cards
from rotativa.pages.actions.translations import (
    ChangedMeanwhile,
    follow_original,
    make_original,
    mark_as_checked,
    mark_as_machine_draft,
    relate,
    relate_copy,
)

__all__ = [
    "ChangedMeanwhile",
    "fetch_card",
    "follow_original",
    "make_original",
    "mark_as_checked",
    "mark_as_machine_draft",
    "relate",
    "relate_copy",
    "request_cards",
]
