"""A hub is told of each feed that has something new."""

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from urllib.parse import parse_qs

import pytest
from django.utils import timezone
from pytest_django import Settings

from rotativa.articles.models import FrontPage
from rotativa.lib import http
from rotativa.lib.config_parts import FeedsConfig
from rotativa.press import actions
from rotativa.press.actions import Done, mark_all, tell_hub
from tests.factories.articles import add_article
from tests.servers import LoopbackServer, answer

HUB = "https://hub.example/"
PrintAll = Callable[[], Done]


@pytest.fixture
def told(
    printed: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[str, str]]:
    """What a hub is told; the paper is printed."""
    told: list[tuple[str, str]] = []
    settings.FEEDS = FeedsConfig(hub=HUB)

    def tell(hub: str, path: str) -> bool:
        told.append((hub, path))
        return True

    monkeypatch.setattr(actions, "tell_hub", tell)
    return told


def test_hub_hears_of_feeds_with_something_new(
    told: list[tuple[str, str]],
    paper: FrontPage,
    print_all: PrintAll,
    django_capture_on_commit_callbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        article = add_article(paper, "Flood")
    print_all()

    assert sorted(told) == [(HUB, "/en/feed.json"), (HUB, "/en/feed.xml")]

    with django_capture_on_commit_callbacks(execute=True):
        article.save_revision().publish()
    print_all()

    assert len(told) == 2


def test_paper_that_is_printed_for_the_first_time_has_nothing_new(
    told: list[tuple[str, str]], print_all: PrintAll
) -> None:
    mark_all(at=timezone.now(), why="begin")
    print_all()

    assert told == []


def test_without_a_hub_nobody_is_told(
    told: list[tuple[str, str]],
    paper: FrontPage,
    print_all: PrintAll,
    settings: Settings,
    django_capture_on_commit_callbacks,
) -> None:
    settings.FEEDS = FeedsConfig()
    with django_capture_on_commit_callbacks(execute=True):
        add_article(paper, "Flood")
    print_all()

    assert told == []


def test_hub_is_asked_in_the_words_that_hubs_know() -> None:
    hubs = {"/": answer(status="204 No Content"), "/busy": answer(status="503 Busy")}
    with LoopbackServer(hubs) as server:
        door = SimpleNamespace(post=partial(http.post, reach=server.reach()))
        took = tell_hub(server.url("/"), "/en/feed.xml", door=door)
        refused = tell_hub(server.url("/busy"), "/en/feed.xml", door=door)

    assert (took, refused) == (True, False)
    assert server.requests[0].startswith("POST / HTTP/1.1\r\n")
    assert "Content-Type: application/x-www-form-urlencoded\r\n" in server.requests[0]
    topic = ["https://paper.example/en/feed.xml"]
    assert parse_qs(server.bodies[0].decode()) == {
        "hub.mode": ["publish"],
        "hub.url": topic,
        "hub.topic": topic,
    }


def test_hub_on_a_private_address_is_not_asked() -> None:
    with LoopbackServer({"/": answer()}) as server:
        took = tell_hub(f"http://127.0.0.1:{server.port}/", "/en/feed.xml")

    assert (took, server.requests) == (False, [])
