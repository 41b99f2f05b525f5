"""Ghost: its export files (JSON)."""

from rotativa.importers.systems.ghost.reader import read_ghost

__all__ = ["read_ghost"]
