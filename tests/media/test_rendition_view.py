"""Readers reach renditions and nothing else of the media folder."""

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
    assert client.get(f"/media/images/../{picture.file.name}").status_code == 400
    assert client.get(f"/media/images/%2e%2e/{picture.file.name}").status_code == 400
    assert picture.file.storage.exists(picture.file.name)
