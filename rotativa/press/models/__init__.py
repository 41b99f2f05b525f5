from rotativa.press.models.keys import KeyChange, PrintingKey
from rotativa.press.models.printing import BACKGROUND, NO_ROOM, SHORTEST_PAUSE, Overview, Printing
from rotativa.press.models.reprint import Reprint

__all__ = [
    "BACKGROUND",
    "NO_ROOM",
    "SHORTEST_PAUSE",
    "KeyChange",
    "Overview",
    "Printing",
    "PrintingKey",
    "Reprint",
]
