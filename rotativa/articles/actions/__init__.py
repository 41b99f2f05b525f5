from rotativa.articles.actions.add_groups import add_groups
from rotativa.articles.actions.add_many import add_many
from rotativa.articles.actions.claims import change_claim, save_claim
from rotativa.articles.actions.correct import publish_correction
from rotativa.articles.actions.count_months import Counted, count_change, counted, list_anew
from rotativa.articles.actions.follow_citations import follow_citations
from rotativa.articles.actions.follow_translation import follow_translation
from rotativa.articles.actions.index_pages import index_groups, index_pages
from rotativa.articles.actions.index_words import Indexed, forget_words, index_stored, index_words
from rotativa.articles.actions.link_translations import (
    NotLinked,
    link_translations,
    unlink_translation,
)
from rotativa.articles.actions.machine_drafts import (
    NotAsked,
    cancel_machine_draft,
    find_lost_machine_drafts,
    make_machine_draft,
    request_machine_draft,
    source_of,
)
from rotativa.articles.actions.questions import ask_again, open_inquiries, save_inquiry
from rotativa.articles.actions.set_up_paper import set_up_paper
from rotativa.articles.actions.share_cards import (
    find_articles_without_cards,
    rename_section_on_cards,
    request_cards_of_articles,
)
from rotativa.articles.actions.show_pictures import pictures_in, show_pictures
from rotativa.articles.actions.waive_copies import publish_unproven, waive_copies

__all__ = [
    "Counted",
    "Indexed",
    "NotAsked",
    "NotLinked",
    "add_groups",
    "add_many",
    "ask_again",
    "cancel_machine_draft",
    "change_claim",
    "count_change",
    "counted",
    "find_articles_without_cards",
    "find_lost_machine_drafts",
    "follow_citations",
    "follow_translation",
    "forget_words",
    "index_groups",
    "index_pages",
    "index_stored",
    "index_words",
    "link_translations",
    "list_anew",
    "make_machine_draft",
    "open_inquiries",
    "pictures_in",
    "publish_correction",
    "publish_unproven",
    "rename_section_on_cards",
    "request_cards_of_articles",
    "request_machine_draft",
    "save_claim",
    "save_inquiry",
    "set_up_paper",
    "show_pictures",
    "source_of",
    "unlink_translation",
    "waive_copies",
]
