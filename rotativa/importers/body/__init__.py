"""Turns bodies of other systems into our blocks: pure functions, no database, no network."""

from rotativa.importers.body.attachments import Attachments
from rotativa.importers.body.ghost import convert_ghost
from rotativa.importers.body.html import convert_html
from rotativa.importers.body.markdown import convert_markdown
from rotativa.importers.body.result import Body
from rotativa.importers.body.wordpress import convert_wordpress

__all__ = [
    "Attachments",
    "Body",
    "convert_ghost",
    "convert_html",
    "convert_markdown",
    "convert_wordpress",
]
