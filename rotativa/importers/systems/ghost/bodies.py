"""The text of a post, from the first of its forms that is there and can be read."""

import json
import re
from collections.abc import Callable, Sequence
from html import escape
from typing import Any, Final

from django.utils.translation import gettext as _

from rotativa.importers.body import Body, convert_ghost
from rotativa.importers.body.markdown import html_of_markdown
from rotativa.importers.body.result import Report
from rotativa.importers.json_safe import storable
from rotativa.importers.systems.ghost.lexical import html_of_lexical
from rotativa.importers.systems.ghost.mobiledoc import html_of_mobiledoc
from rotativa.importers.systems.ghost.rows import Row

FOR_MEMBERS = re.compile(r"<!--\s*kg-gated-block:begin\b[^>]{0,500}?\bnonMember:\s*false")


def _of_json(form: Callable[[Any, Report], str]) -> Callable[[str, Report], str]:
    return lambda text, report: form(json.loads(text), report)


def _of_plain(text: str, _report: Report) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n"))


FORMS: Final[Sequence[tuple[str, Callable[[str, Report], str]]]] = (
    ("html", lambda text, _report: text),
    ("lexical", _of_json(html_of_lexical)),
    ("mobiledoc", _of_json(html_of_mobiledoc)),
    ("markdown", html_of_markdown),
    ("plaintext", _of_plain),
)


def read_html(row: Row) -> tuple[str, Report]:
    report = Report()
    for name, form in FORMS:
        if text := row.text(name):
            try:
                html = storable(form(text, report))
            except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
                why = _("It is damaged: another form of the text was read, where there is one.")
                report.add("altered", name, why)
            else:
                if html.strip():
                    return html, report
    return "", report


def read_body(html: str, report: Report, *, site: str, cites: bool) -> Body:
    body = convert_ghost(html, site=site, cites=cites)
    return Body(body.blocks, (*report.notices(), *body.notices), body.sources)


def is_partly_for_members(html: str) -> bool:
    return FOR_MEMBERS.search(html) is not None
