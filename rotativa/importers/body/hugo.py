"""What Hugo's own shortcodes become in Markdown."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import TypeAlias

from django.utils.translation import gettext as _

from rotativa.importers.body.result import Report


@dataclass(slots=True)
class Call:
    """A shortcode as written, with its arguments."""

    name: str
    source: str
    named: dict[str, str] = field(default_factory=dict)
    unnamed: list[str] = field(default_factory=list)

    @property
    def first(self) -> str:
        return self.unnamed[0] if self.unnamed else ""

    def get(self, name: str, place: int) -> str:
        given = self.unnamed[place] if place < len(self.unnamed) else ""
        return self.named.get(name) or given


Rule: TypeAlias = Callable[[Call, Report], str | None]
_IDENTIFIER = re.compile(r"[\w-]+")


def _figure(call: Call, _report: Report) -> str | None:
    source = call.get("src", 0)
    if not source:
        return None
    image = f'<img src="{escape(source)}" alt="{escape(call.named.get("alt", ""))}">'
    link = call.named.get("link")
    if link:
        image = f'<a href="{escape(link)}">{image}</a>'
    words = ". ".join(filter(None, (call.named.get("title"), call.named.get("caption"))))
    caption = f"<figcaption>{escape(words)}</figcaption>" if words else ""
    credit = escape(call.named.get("attr", ""))
    return f'\n\n<figure data-credit="{credit}">{image}{caption}</figure>\n\n'


def _hosted(pattern: str) -> Rule:
    def hosted(call: Call, _report: Report) -> str | None:
        identifier = call.get("id", 0)
        if not _IDENTIFIER.fullmatch(identifier):
            return None
        return f"\n\n<{pattern.format(identifier)}>\n\n"

    return hosted


def _post(call: Call, _report: Report) -> str | None:
    user, identifier = call.get("user", 0), call.get("id", 1)
    if not identifier:
        user, identifier = "i/web", user
    if not identifier.isdecimal():
        return None
    return f"\n\n<https://x.com/{user}/status/{identifier}>\n\n"


def _gist(call: Call, report: Report) -> str | None:
    if len(call.unnamed) < 2:
        return None
    url = f"https://gist.github.com/{call.unnamed[0]}/{call.unnamed[1]}"
    report.add("altered", call.source, _("What was shown from elsewhere became a plain link."))
    return f"\n\n<{url}>\n\n"


RULES: dict[str, Rule] = {
    "figure": _figure,
    "gist": _gist,
    "instagram": _hosted("https://www.instagram.com/p/{}/"),
    "tweet": _post,
    "twitter": _post,
    "vimeo": _hosted("https://vimeo.com/{}"),
    "x": _post,
    "youtube": _hosted("https://www.youtube.com/watch?v={}"),
}
