"""Saving a page asks for its cards; the clock finds those that were lost."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from rotativa.articles.models import FrontPage
from rotativa.lib import http
from rotativa.lib.clock import minute
from rotativa.pages.actions import request_cards
from rotativa.pages.models import EmbedCard, PlainPage
from tests.recorded import OEMBED, RecordedDoor, picture_bytes

FILM = "https://www.youtube.com/watch?v=linnet-0214"
POST = "https://x.com/harbourboard/status/19"


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> RecordedDoor:
    """What every task finds behind lib.http."""
    recorded = RecordedDoor(
        {
            "https://www.youtube.com/oembed?": (OEMBED / "youtube.json").read_bytes(),
            "https://publish.twitter.com/oembed?": (OEMBED / "x.json").read_bytes(),
            "https://i.ytimg.com/": picture_bytes(),
        }
    )
    for verb in ("fetch", "fetch_beginning", "download"):
        monkeypatch.setattr(http, verb, getattr(recorded, verb))
    return recorded


def page_with(*body: tuple[str, Any]) -> PlainPage:
    return PlainPage(title="The weir", slug="weir", body=list(body), live=False)


def cards() -> list[tuple[str, str]]:
    return list(EmbedCard.objects.order_by("url").values_list("url", "state"))


def test_first_draft_has_its_cards_fetched(
    paper: FrontPage,
    door: RecordedDoor,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    page = paper.add_child(
        instance=page_with(
            ("paragraph", "<p>At fourteen minutes past two</p>"),
            ("video", {"url": FILM, "title": "", "caption": ""}),
            ("social", {"url": POST, "text": "", "author": ""}),
        )
    )

    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision()

    assert cards() == [(FILM, "ready"), (POST, "ready")]


def test_saving_again_asks_nobody_again(
    paper: FrontPage,
    door: RecordedDoor,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    page = paper.add_child(instance=page_with(("social", {"url": POST, "text": "", "author": ""})))
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()

    assert cards() == [(POST, "ready")]
    assert len(door.asked) == 1


def test_provider_that_is_down_is_no_error_for_the_editor(
    paper: FrontPage,
    door: RecordedDoor,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    door.answers.clear()
    page = paper.add_child(instance=page_with(("social", {"url": POST, "text": "", "author": ""})))

    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    assert cards() == [(POST, "failed")]
    assert PlainPage.objects.get(pk=page.pk).live


def test_body_without_films_or_posts_asks_for_nothing(paper: FrontPage, door: RecordedDoor) -> None:
    page = paper.add_child(instance=page_with(("paragraph", f"<p>{FILM}</p>")))

    page.save_revision().publish()

    assert cards() == []


@pytest.mark.django_db
def test_clock_finds_the_cards_whose_task_was_lost(
    door: RecordedDoor, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    now = datetime.now(UTC)
    request_cards([FILM], at=now - timedelta(minutes=1))
    request_cards([POST], at=now + timedelta(minutes=5))

    with django_capture_on_commit_callbacks(execute=True):
        minute.send(sender=None, at=now)

    assert cards() == [(FILM, "ready"), (POST, "waiting")]
