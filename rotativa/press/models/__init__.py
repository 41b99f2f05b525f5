from rotativa.press.models.keys import KeyChange, PrintingKey
from rotativa.press.models.printing import BACKGROUND, SHORTEST_PAUSE, Printing
from rotativa.press.models.reprint import Reprint

__all__ = ["BACKGROUND", "SHORTEST_PAUSE", "KeyChange", "Printing", "PrintingKey", "Reprint"]
