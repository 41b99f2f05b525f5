"""Pictures are made ready for readers before a reader asks."""

import json
from datetime import UTC, datetime

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Locale

from rotativa.articles.actions import add_many
from rotativa.articles.models import Article, Author, FrontPage
from rotativa.media.models import Picture, RenditionRequest
from tests.factories.media import PictureFactory

NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)


@pytest.fixture
def pictures(db: None) -> list[Picture]:
    return PictureFactory.create_batch(4)


def illustrated(locale: Locale, pictures: list[Picture]) -> Article:
    lead, image, one, two = (picture.pk for picture in pictures)
    shown = {"alt": "", "decorative": False, "caption": "", "credit": ""}
    items = [
        {"type": "item", "value": shown | {"image": pk}, "id": f"item-{pk}"} for pk in (one, two)
    ]
    body = [
        {"type": "image", "value": shown | {"image": image, "width": "text", "link": ""}},
        {"type": "gallery", "value": {"title": "", "images": items}},
    ]
    return Article(
        title="Weir", slug="weir", locale=locale, lead_image_id=lead, body=json.dumps(body)
    )


def requested() -> set[int]:
    return set(RenditionRequest.objects.values_list("picture", flat=True))


def test_draft_asks_for_each_picture_it_shows(
    paper: FrontPage, en: Locale, pictures: list[Picture]
) -> None:
    article = paper.add_child(instance=illustrated(en, pictures))
    RenditionRequest.objects.all().delete()

    article.save_revision()

    assert requested() == {picture.pk for picture in pictures}


def test_pages_that_come_by_hundreds_ask_too(
    paper: FrontPage,
    en: Locale,
    pictures: list[Picture],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    RenditionRequest.objects.all().delete()

    with django_capture_on_commit_callbacks(execute=True):
        add_many(paper, [illustrated(en, pictures)], at=NOON)

    assert requested() == {picture.pk for picture in pictures}


def test_portrait_is_asked_for_when_an_author_gets_one(en: Locale, pictures: list[Picture]) -> None:
    RenditionRequest.objects.all().delete()

    Author.objects.create(name="Bo", slug="bo", locale=en, portrait=pictures[0])

    assert requested() == {pictures[0].pk}
