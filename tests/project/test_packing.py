"""Text is packed on the way to a browser that can unpack it; nothing is packed twice."""

import gzip
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from rotativa.articles.models import FrontPage
from rotativa.media.actions import make_renditions
from rotativa.project import settings as public
from tests.factories.media import PictureFactory

SHEET = "pages/css/base.css"
SCRIPT = "wagtailadmin/js/core.js"


@pytest.fixture
def browser() -> Client:
    return Client(headers={"accept-encoding": "gzip, deflate, br"})


def test_page_is_packed_for_who_can_unpack_it(
    browser: Client, client: Client, paper: FrontPage
) -> None:
    packed, plain = browser.get("/en/"), client.get("/en/")

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]


@pytest.mark.django_db
def test_picture_is_not_packed_again(browser: Client) -> None:
    picture = PictureFactory.create()
    make_renditions(picture)

    for rendition in picture.renditions.all():
        response = browser.get(rendition.url)

        assert "Content-Encoding" not in response.headers
        assert len(response.getvalue()) == rendition.file.size


def test_static_files_are_packed_when_they_are_collected(
    tmp_path: Path, settings: Settings, browser: Client, db: None
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = public.STORAGES
    settings.WHITENOISE_AUTOREFRESH = False
    call_command("collectstatic", verbosity=0, interactive=False)

    for name in (SHEET, SCRIPT):
        plain = (tmp_path / name).read_bytes()
        assert gzip.decompress((tmp_path / f"{name}.gz").read_bytes()) == plain
    assert not (tmp_path / f"{SCRIPT}.br").exists()
    assert not (tmp_path / "pages/fonts/rotativa-sans-latin.woff2.gz").exists()
    response = browser.get(f"/static/{SHEET}")
    assert response.headers["Content-Encoding"] in {"br", "gzip"}
    assert len(response.getvalue()) < len((tmp_path / SHEET).read_bytes()) / 2
