"""Quotes, apostrophes and dashes as a language sets them, in place of those of a typewriter."""

import re
from collections.abc import Iterator

from rotativa.pages.languages import QUOTES

OPENS_AFTER = re.compile(r"(?:^|[\s(\[{/—–\u00a0«“„‘-])$")
TAG = re.compile(r"(<[^>]*>)")
BLOCK = re.compile(r"</?(?:p|li|ul|ol|h[1-6]|blockquote)\b", re.IGNORECASE)
"""A text ends there: a quotation that nobody closed must not turn those of the next one round."""
BREAK = re.compile(r"<br\b", re.IGNORECASE)
TYPEWRITER = ('"', '"')
LONG_DASH = {"be", "bg", "es", "pt", "ru", "uk"}


def typeset(text: str, language: str) -> str:
    """Plain text with the language's marks; inches, feet and what cannot be told stay as they are."""
    return "".join(set_parts([text], language))


def typeset_html(html: str, language: str) -> str:
    """The same between tags, each block as one text; what stands in `<code>` stays as it is."""
    pieces = TAG.split(html)
    texts: list[list[int]] = [[]]
    depth = 0
    for place, piece in enumerate(pieces):
        if place % 2 and BLOCK.match(piece):
            texts.append([])
        elif place % 2 and not BREAK.match(piece):
            depth += 1 if piece.startswith("<code") else -1 if piece.startswith("</code") else 0
        elif not depth:
            texts[-1].append(place)
    for places in texts:
        parts = [text_at(pieces[place]) for place in places]
        for place, part in zip(places, set_parts(parts, language), strict=True):
            if not place % 2:
                pieces[place] = part
    return "".join(pieces)


def text_at(piece: str) -> str:
    """A new line within a text counts as the space that it is."""
    return "\n" if BREAK.match(piece) else piece.replace("&quot;", '"').replace("&#x27;", "'")


def set_parts(parts: list[str], language: str) -> Iterator[str]:
    """Parts of one text: a quotation may begin in one and end in another.

    Quotes of a language of which we know none stay as they are.
    """
    opening, closing = QUOTES.get(language.split("-", maxsplit=1)[0], TYPEWRITER)
    before, is_open = "", False
    for part in parts:
        made = ""
        for letter in part:
            behind = (before + made)[-1:]
            if letter != '"':
                made += letter
            elif not is_open and OPENS_AFTER.search(behind):
                made, is_open = made + opening, True
            elif is_open and not OPENS_AFTER.search(behind):
                made, is_open = made + closing, False
            else:
                made += letter
        before = (before + made)[-1:]
        yield with_marks(made, language)


def with_marks(text: str, language: str) -> str:
    dash = "—" if language.split("-", maxsplit=1)[0] in LONG_DASH else "–"
    text = re.sub(r"(?<=[^\W\d_])'(?=[^\W\d_])", "’", text)
    text = re.sub(r"(?<=\s)--?(?=\s)", dash, text)
    return re.sub(r"(?<!\.)\.\.\.(?!\.)", "…", text)
