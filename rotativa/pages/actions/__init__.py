from rotativa.pages.actions.embed_cards import fetch_card, request_cards

__all__ = ["fetch_card", "request_cards"]
