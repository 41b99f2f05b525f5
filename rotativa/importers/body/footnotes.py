"""Footnotes: plain numbers in the text and a list at its end."""

import json
import re
from html import escape

from django.utils.translation import gettext as _

from rotativa.importers.body.composer import Composer, Element
from rotativa.importers.body.plain import plain_text

_PLACE = re.compile(r"<!-- wp:(?:core/)?footnotes\b[^>]*/-->")
NOTES = re.compile(r"\bfootnotes\b")


def with_footnotes(html: str, stored: str) -> str:
    """The HTML with its notes, which WordPress stores as JSON beside it, in their place."""
    notes = _notes(stored) if stored else []
    if not notes:
        return html
    items = "".join(f'<li id="{escape(identity)}">{note}</li>' for identity, note in notes)
    section = f'<section class="footnotes"><ol>{items}</ol></section>'
    if not _PLACE.search(html):
        return f"{html}\n\n{section}"
    return _PLACE.sub(lambda _place: section, html, count=1)


def _notes(stored: str) -> list[tuple[str, str]]:
    """Each with the name by which its numbers lead to it."""
    try:
        notes = json.loads(stored)
    except ValueError:
        return [("", escape(stored))]
    if not isinstance(notes, list):
        return []
    return [
        (str(note.get("id", "")), str(note.get("content", "")))
        for note in notes
        if isinstance(note, dict)
    ]


def take_notes(composer: Composer, node: Element) -> None:
    """The notes become a list; each is also told in the report, for whoever cites sources."""
    why = _("A footnote became a number in the text and a line in the list at the end.")
    for number, note in enumerate(node.iter("li"), start=1):
        for link in list(note.iter("a")):
            if (link.get("href") or "").startswith("#fnref"):
                link.text = ""
        composer.report("kept", f"{number}. {plain_text(note)}", why)
    for line in list(node.iter("hr")):
        line.tag = "rotativa-taken"
    composer.read_apart(node)
