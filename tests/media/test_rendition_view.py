"""Readers reach renditions and nothing else of the media folder."""

import logging

import pytest
from django.test import Client

from rotativa.media.actions import make_renditions
from rotativa.media.models import Picture
from tests.factories.media import FileFactory, PictureFactory, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture() -> Picture:
    picture = PictureFactory.create()
    make_renditions(picture)
    return picture


def test_a_rendition_is_given_for_ever(client: Client, picture: Picture):
    for rendition in picture.renditions.all():
        response = client.get(rendition.url)

        assert response.headers["Content-Type"] == f"image/{rendition.filter_spec.rsplit('-')[-1]}"
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert len(response.getvalue()) == rendition.file.size


def test_a_drawing_opened_by_itself_can_do_nothing(client: Client):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    picture = PictureFactory.create(file=upload(svg, "sign.svg"))
    [drawing] = make_renditions(picture)

    response = client.get(drawing.url)

    assert response.headers["Content-Type"] == "image/svg+xml"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    response.close()


def test_originals_and_files_have_no_address(client: Client, picture: Picture):
    file = FileFactory.create()

    assert client.get(picture.file.url).status_code == 404
    assert client.get(file.file.url).status_code == 404
    assert picture.file.storage.exists(picture.file.name)


@pytest.mark.parametrize("way", ["../{}", "%2e%2e/{}", "/{}", "a%00b", "%2e", "x" * 300 + ".webp"])
def test_probes_find_nothing_and_wake_nobody(
    client: Client, picture: Picture, caplog: pytest.LogCaptureFixture, way: str
):
    """An operator is not told of each: there would be no end of it."""
    logging.getLogger("django").addHandler(caplog.handler)

    response = client.get(f"/media/images/{way.format(picture.file.name)}")

    logging.getLogger("django").removeHandler(caplog.handler)
    assert response.status_code == 404
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert picture.file.storage.exists(picture.file.name)
