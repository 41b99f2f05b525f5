"""A machine, an article for it, and an editor who asks."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Locale

from rotativa.articles.actions import (
    request_machine_draft,
)
from rotativa.articles.models import Article, FrontPage, MachineDraft
from rotativa.people.models import User
from tests.articles.machine.drafts import BODY, Capture
from tests.articles.translators.machine import Machine, running_machine
from tests.factories.articles import add_article


@pytest.fixture
def machine(settings: Settings) -> Iterator[Machine]:
    with running_machine() as found:
        settings.TRANSLATOR = found.config
        yield found


@pytest.fixture
def ada(paper: FrontPage) -> User:
    return User.objects.create_superuser("ada@paper.example", "a-long-password")


@pytest.fixture
def gate(front_es: FrontPage) -> Article:
    return add_article(
        front_es,
        "La compuerta que se cierra",
        slug="compuerta",
        deck="Nadie respondió.",
        lead_image_alt="una compuerta",
        lead_image_credit="Foto: Ana",
        body=BODY,
        questions=[{"text": "¿quién la cierra?", "asked_of": "la Junta"}],
    )


@pytest.fixture
def asked(
    gate: Article, en: Locale, ada: User, django_capture_on_commit_callbacks: Capture
) -> Callable[..., MachineDraft]:
    """Ask for the English draft, and have the task run that was sent for it."""

    def ask(**how: Any) -> MachineDraft:
        with django_capture_on_commit_callbacks(execute=True):
            draft = request_machine_draft(gate, en, by=ada, at=timezone.now(), **how)
        draft.refresh_from_db()
        return draft

    return ask


@pytest.fixture
def asked_only(gate: Article, en: Locale, ada: User) -> Callable[..., MachineDraft]:
    """Ask for it, and have no task run."""
    return lambda: request_machine_draft(gate, en, by=ada, at=timezone.now())
