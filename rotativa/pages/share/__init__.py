"""Share cards: the picture that other sites show where somebody leads to a page of the paper."""

from rotativa.pages.share.drawing import CARD_SIZE, DRAWER_VERSION, Words, drawn
from rotativa.pages.share.faces import CannotDraw

__all__ = ["CARD_SIZE", "DRAWER_VERSION", "CannotDraw", "Words", "drawn"]
