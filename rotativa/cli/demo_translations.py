"""How the demo paper's translations stand: checked, left behind, drafted by a machine.

Imported after the site is known, since it needs the site's settings.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape
from typing import Any

from django.db import transaction
from wagtail.models import Locale

from rotativa.articles.actions import make_machine_draft, request_machine_draft
from rotativa.articles.models import Article
from rotativa.lib.html import text_of
from rotativa.pages.actions import mark_as_checked
from rotativa.pages.models import TranslationState
from rotativa.people.models import User


class Told:
    """Stands where a machine would: it gives what the demo holds, so nobody is asked."""

    name = "demo"
    most_texts = 100
    most_bytes = 100_000

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts

    def translate(self, texts: Sequence[str], **_languages: str) -> list[str]:
        """In their order, in the markup in which they came."""
        return [
            sent.replace(text_of(sent), escape(said, quote=False))
            for sent, said in zip(texts, self.texts, strict=True)
        ]


def fill_translations(
    told: dict[str, Any], *, article_of: Callable[[str, str], Article], by: User, at: datetime
) -> None:
    for state in TranslationState.objects.select_related("page", "original"):
        mark_as_checked(state, by=by, at=at)
    move_on(article_of(told["moved_on"]["article"], "en"), deck=told["moved_on"]["deck"])
    draft(told["machine"], article_of=article_of, by=by, at=at)


def move_on(article: Article, *, deck: str) -> None:
    """One original goes on, so that the desk has a stale translation to show."""
    article.deck = deck
    article.save_revision().publish()


@transaction.atomic
def draft(
    told: dict[str, Any], *, article_of: Callable[[str, str], Article], by: User, at: datetime
) -> None:
    """Done before the task that is sent for it could find no machine."""
    locale = Locale.objects.get(language_code=told["into"])
    article = article_of(told["article"], "en")
    asked = request_machine_draft(article, locale, by=by, at=at)
    make_machine_draft(asked.pk, machine=Told(told["texts"]), now=lambda: at)
