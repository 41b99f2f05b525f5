"""WordPress: its export files (WXR)."""

from rotativa.importers.systems.wordpress.reader import read_wxr

__all__ = ["read_wxr"]
