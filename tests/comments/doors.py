"""What is said under an article, made quickly; and the form as a reader's browser sends it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import time_machine
from django.test import Client
from django.urls import reverse

from rotativa.articles.models import Article
from rotativa.comments.models import Comment
from rotativa.comments.rules import Status
from rotativa.comments.text import digest_of, rendered
from rotativa.people.models import User
from tests.html import tree

NOON = datetime(2026, 4, 17, 10, tzinfo=UTC)  # 12:00 in Madrid
SOON = timedelta(seconds=30)


def added(article: Article, text: str, reader: User | None = None, **fields: Any) -> Comment:
    """As if it had been written and approved, but counted nowhere."""
    status = fields.setdefault("status", Status.APPROVED)
    fields.setdefault("created_at", NOON)
    fields.setdefault("published_at", None if status == Status.PENDING else NOON)
    fields.setdefault("name", reader.public_name if reader else "Chi")
    fields.setdefault("language", article.locale.language_code)
    return Comment.objects.create(
        thread=article.translation_key, text=text, html=rendered(text), digest=digest_of(text),
        form_key=uuid4(), reader=reader, **fields,
    )  # fmt: skip


def form_of(article: Article, *, language: str = "en") -> str:
    return f"/{language}/-/comments/{article.translation_key}/write/"


def send(
    client: Client,
    article: Article,
    text: str,
    *,
    language: str = "en",
    at: datetime = NOON,
    **more: Any,
) -> Any:
    """Opens the form, types for a while, sends it; the answer is that of the page it leads to."""
    address = form_of(article, language=language)
    asked = {"reply": more.pop("reply")} if "reply" in more else {}
    with time_machine.travel(at, tick=False):
        form = tree(client.get(address, asked))
    given = {
        field.get("name"): field.get("value")
        for field in form.findall(".//form[@id='write']//input")
        if field.get("name") not in {"csrfmiddlewaretoken", "proof"}
        and (field.get("type") != "checkbox" or field.get("checked") is not None)
    }
    if callable(work := more.get("proof")):
        more["proof"] = work(form)
    with time_machine.travel(at + SOON, tick=False):
        return client.post(address, {**given, "subject": "", "text": text, **more}, follow=True)


def all_of(article: Article, *, language: str = "en") -> str:
    return f"/{language}{reverse('comments', args=[article.translation_key])[3:]}"
