"""An article to be drafted by a machine, and what came of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.utils import timezone

from rotativa.articles.actions import (
    make_machine_draft,
)
from rotativa.articles.models import Article, MachineDraft
from rotativa.articles.translators.configured import translator

Capture = Callable[..., AbstractContextManager[Any]]
BODY = [
    {
        "type": "paragraph",
        "id": "p1",
        "value": '<p data-block-key="a">La <a linktype="page" id="2">Junta</a> no respondió.</p>'
        '<p data-block-key="b">Dijo <b>nada</b> &amp; <code>x</code>.</p>',
    },
    {"type": "heading", "id": "h1", "value": {"text": "La compuerta", "level": "2"}},
    {
        "type": "statement",
        "id": "s1",
        "value": {"quote": "No sabemos\nnada", "speaker": "la Junta", "means": "", "date": "2026-04-01"},
    },
    {
        "type": "statement",
        "id": "s2",
        "value": {
            "quote": "La puerta está cerrada",
            "speaker": "un marinero",
            "original": "The gate is shut",
            "original_language": "en",
        },
    },
    {"type": "code", "id": "c1", "value": {"language": "sql", "code": "select uno"}},
    {"type": "social", "id": "o1", "value": {"url": "https://a.example/1", "text": "hola", "author": "yo"}},
    {"type": "markdown", "id": "m1", "value": "**fuerte**"},
    {
        "type": "table",
        "id": "t1",
        "value": {
            "columns": [{"type": "text", "heading": "hora"}],
            "rows": [{"values": ["<p>alta</p>"]}, {"values": ["<p>12</p>"]}],
            "caption": "mareas",
        },
    },
]  # fmt: skip


class Meanwhile:
    """The site's machine; something else happens each time it is asked."""

    def __init__(self, happens: Callable[[], object]) -> None:
        self.machine = translator()
        self.happens = happens

    def __getattr__(self, name: str) -> Any:
        if name == "translate":
            self.happens()
        return getattr(self.machine, name)


def work_while(draft: MachineDraft, happens: Callable[[], object]) -> None:
    make_machine_draft(draft.pk, machine=Meanwhile(happens), now=timezone.now)


def english() -> Article:
    found: Article = Article.objects.get(
        locale__language_code="en", title__isnull=False
    ).get_latest_revision_as_object()
    return found


def body_of(article: Article) -> dict[str, Any]:
    return {block["id"]: block["value"] for block in article.body.get_prep_value()}


def edit(**blocks: Any) -> Article:
    """As an editor does: other words in some blocks of the English article."""
    article = english()
    body = list(article.body.get_prep_value())
    for block in body:
        block["value"] = blocks.get(block["id"], block["value"])
    article.body = body
    article.save_revision()
    return article
