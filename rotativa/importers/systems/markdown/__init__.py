"""Reads a folder of Markdown: Hugo's, Jekyll's, or one's own."""

from rotativa.importers.systems.markdown.reader import read_markdown

__all__ = ["read_markdown"]
