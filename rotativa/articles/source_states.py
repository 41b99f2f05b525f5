"""How a source stands, in words and signs for readers."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from rotativa.evidence.checks.states import State
from rotativa.evidence.models import Source
from rotativa.pages.languages import contracted
from rotativa.pages.templatetags.moments import long_date


@dataclass(frozen=True, slots=True)
class ShownState:
    """Nothing, for what nobody has looked at, and for what only keeps machines out."""

    mark: str = ""
    """What the style sheet calls it."""
    words: str = ""

    @property
    def html(self) -> SafeString:
        if not self.words:
            return SafeString("")
        return format_html('<span class="status" data-s="{}">{}</span>', self.mark, self.words)


def shown_state(source: Source) -> ShownState:
    match source.state:
        case State.ALIVE:
            return ShownState("live", pgettext("a source", "Live"))
        case State.CHANGED:
            return ShownState("changed", gettext("Changed since we copied it"))
        case State.QUOTE_MISSING:
            return ShownState("changed", gettext("Does not say the words relied on any more"))
        case State.GONE:
            return ShownState("gone", since(source, gettext("Gone since %(date)s")))
        case State.USURPED:
            words = gettext("Another’s page since %(date)s")
            return ShownState("gone", since(source, words))
        case State.UNREACHABLE:
            return ShownState("gone", since(source, gettext("No answer since %(date)s")))
    return ShownState()


def since(source: Source, words: str) -> str:
    date = long_date(source.state_since) if source.state_since else "?"
    return contracted(words % {"date": date}, translation.get_language() or "")
