from rotativa.pages.models.base import BasePage
from rotativa.pages.models.embed_card import EmbedCard
from rotativa.pages.models.paper import Paper
from rotativa.pages.models.plain_page import PlainPage

__all__ = ["BasePage", "EmbedCard", "Paper", "PlainPage"]
