"""An issue as HTML for mail: MJML is turned into tables that every program for mail shows alike."""

import re
from collections.abc import Mapping
from typing import Any

import mrml
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from rotativa.lib.xml_text import as_xml
from rotativa.newsletters.composing.contents import Contents
from rotativa.newsletters.composing.frame import IssueFrame

LONGEST = 100_000
"""Bytes; a little beyond that Gmail cuts a mail off."""
REFERENCE = re.compile(r"&#(\d{3,7});")
SERIF = "Georgia,'Times New Roman',serif"
SANS = "-apple-system,'Segoe UI',Arial,sans-serif"
INK, INK_2, SPOT, OK = "#16191b", "#454b4f", "#b5301a", "#1b6746"


def style(family: str, size: int, line: int, colour: str, more: str = "") -> SafeString:
    """Stands on each element: many programs read no style sheet."""
    font = f"margin:0;font-family:{family};font-size:{size}px;line-height:{line}px;"
    return ours(f"{font}color:{colour};{more}")


def ours(text: str) -> SafeString:
    return mark_safe(text)  # noqa: S308  # it is made of the constants above


BOLD, LINK = "font-weight:600;", "text-decoration:none;"
STYLES: Mapping[str, SafeString] = {
    "name": style(SERIF, 44, 52, INK, BOLD + "letter-spacing:-1px;"),
    "head": style(SERIF, 36, 39, INK, BOLD),
    "part": style(SERIF, 22, 26, INK, BOLD),
    "story": style(SERIF, 19, 25, INK, BOLD),
    "question": style(SERIF, 18, 24, INK, BOLD),
    "dek": style(SERIF, 17, 24, INK_2),
    "lead_dek": style(SERIF, 20, 28, INK_2),
    "text": style(SERIF, 17, 25, INK),
    "small": style(SANS, 14, 20, INK_2),
    "kicker": style(SANS, 14, 20, INK, BOLD),
    "answered": style(SANS, 14, 20, OK, BOLD),
    "spot": ours(f"color:{SPOT};display:inline-block;"),
    "days": style(SERIF, 40, 42, SPOT),
    "unit": style(SANS, 14, 18, SPOT, BOLD),
    "link": ours(f"color:{INK};{LINK}display:block;padding:8px 0 4px;"),
    "plain": ours(f"color:{INK};{LINK}"),
    "quiet": ours(f"color:{INK_2};text-decoration:underline;display:inline-block;"),
    "press": ours(f"color:{INK_2};text-decoration:underline;display:inline-block;padding:11px 0;"),
}


def as_html(frame: IssueFrame, contents: Contents, *, subject: str, preview: str) -> str:
    """As much as there is room for, and where the rest is; the language of the issue must be active."""
    told: dict[str, Any] = {"frame": frame, "subject": subject, "preview": preview, "css": STYLES}
    shown = contents
    while True:
        here = {"contents": shown, "is_cut": shown is not contents}
        written = from_mjml(render_to_string("newsletters/emails/issue.mjml.html", told | here))
        shorter = without_last(shown)
        if len(written.encode()) <= LONGEST or shorter is None:
            return written
        shown = shorter


def without_last(contents: Contents) -> Contents | None:
    """One story less, down to the lead; then one of what stands behind the stories."""
    if contents.also:
        update = {"stories": contents.stories[:-1], "more": contents.more + 1}
        return contents.model_copy(update=update)
    for name in ("discussed", "corrections", "answered", "still_open"):
        if rows := getattr(contents, name):
            return contents.model_copy(update={name: rows[:-1]})
    return None


def from_mjml(text: str) -> str:
    """The program that reads MJML sees ASCII only: it writes other signs in another way here and there."""
    ascii_only = as_xml(text).encode("ascii", "xmlcharrefreplace").decode()
    written = str(mrml.to_html(ascii_only).content)
    written = REFERENCE.sub(lambda found: chr(int(found[1])), written)
    # A mail opened by itself is a page: it has a main part, not an article within something.
    return written.replace(' aria-roledescription="email"', "").replace(
        'role="article"', 'role="main"', 1
    )
