from rotativa.pages.models.base import BasePage
from rotativa.pages.models.embed_card import EmbedCard
from rotativa.pages.models.paper import Paper
from rotativa.pages.models.plain_page import PlainPage
from rotativa.pages.models.share_card import ShareCard
from rotativa.pages.models.translation_state import Status, TranslationState

__all__ = [
    "BasePage",
    "EmbedCard",
    "Paper",
    "PlainPage",
    "ShareCard",
    "Status",
    "TranslationState",
]
