"""An issue that is ready to be sent, and readers who wait for it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Protocol

import pytest
from django.test import Client
from pytest_django import Settings

from rotativa.lib.config import Config
from rotativa.newsletters.mime.slots import TOKEN
from rotativa.newsletters.models import Issue, Newsletter, Subscriber, Subscription
from rotativa.newsletters.models.subscriber import Standing
from tests.newsroom.desk import desk_of
from tests.relays import LoopbackRelay

NOW = datetime(2026, 11, 26, 6, tzinfo=UTC)
Subscribes = Callable[..., Subscriber]


@pytest.fixture
def daily(paper: object) -> Newsletter:
    return Newsletter.objects.daily()


@pytest.fixture
def desk(paper: object) -> Client:
    """An editor's."""
    return desk_of("Editor")


@pytest.fixture
def issue(daily: Newsletter) -> Issue:
    link = f"https://paper.example/es/-/newsletters/daily/leave/{TOKEN}/"
    return Issue.objects.create(
        newsletter=daily,
        language="es",
        period="2026-11-26",
        subject="El puerto, mañana: lo que se sabe y lo que todavía se pregunta en la ciudad",
        html=f"<!doctype html><p>¿Quién pagó?</p>\n.<p><a href='{link}'>Dejar la carta</a></p>\n",
        text=f"¿Quién pagó?\n.una línea con punto   \nDejar la carta: {link}\n",
    )


@pytest.fixture
def subscribes(daily: Newsletter) -> Subscribes:
    def subscribe(
        address: str, *, language: str = "es", state: Standing = Standing.ACTIVE
    ) -> Subscriber:
        subscriber = Subscriber.objects.create(
            address=address, language=language, state=state, asked_at=NOW, confirmed_at=NOW
        )
        Subscription.objects.create(newsletter=daily, subscriber=subscriber, since=NOW)
        return subscriber

    return subscribe


@pytest.fixture
def relay(settings: Settings) -> Iterator[LoopbackRelay]:
    with LoopbackRelay() as server:
        sends_by(server, settings)
        yield server


class Listens(Protocol):
    @property
    def port(self) -> int: ...


def sends_by(server: Listens, settings: Settings, **mail: object) -> None:
    config: Config = settings.CONFIG
    told = {"how": "smtp", "host": "127.0.0.1", "port": server.port, "security": "none", **mail}
    settings.MAIL = config.mail.model_copy(update=told)


def newsletters_are(settings: Settings, **chosen: object) -> None:
    settings.NEWSLETTERS = settings.NEWSLETTERS.model_copy(update=chosen)
