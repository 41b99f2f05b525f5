"""Pictures and files in a body."""

from typing import Any

import pytest

from rotativa.media.actions import make_renditions
from rotativa.media.models import Picture
from tests.factories.media import FileFactory, PictureFactory
from tests.html import words
from tests.pages.blocks.test_words import shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def weir() -> Picture:
    picture = PictureFactory.create(
        description="A gate at dawn", caption="The gate.", credit="Maren Oyelle"
    )
    make_renditions(picture)
    return picture


def image(picture: Picture | None, **value: Any) -> tuple[str, dict[str, Any]]:
    empty = {
        "alt": "",
        "decorative": False,
        "caption": "",
        "credit": "",
        "width": "text",
        "link": "",
    }
    return "image", {"image": picture, **empty, **value}


@pytest.mark.parametrize(
    ("own", "alt", "caption"),
    [
        ({}, "A gate at dawn", "The gate. Maren Oyelle"),
        ({"alt": "A gate", "caption": "Now.", "credit": "Bo"}, "A gate", "Now. Bo"),
        ({"decorative": True}, "", "The gate. Maren Oyelle"),
        ({"decorative": True, "link": "https://a.example/"}, "A gate at dawn", "The gate. Maren Oyelle"),
    ],
)  # fmt: skip
def test_picture_is_shown_with_its_words(
    weir: Picture, own: dict[str, Any], alt: str, caption: str
) -> None:
    page = shown(image(weir, **own))

    assert [img.get("alt") for img in page.iter("img")] == [alt]
    assert words(page) == caption


def test_wide_picture_and_link(weir: Picture) -> None:
    page = shown(image(weir, width="wide", link="https://a.example/"))

    assert [figure.get("class") for figure in page.iter("figure")] == ["pic pic--wide"]
    assert [a.get("href") for a in page.iter("a")] == ["https://a.example/"]


def test_picture_that_was_deleted_leaves_nothing() -> None:
    said = {"alt": "", "decorative": False, "caption": "Gone", "credit": ""}

    page = shown(image(None), ("gallery", {"title": "", "images": [{"image": None, **said}]}))

    assert words(page) == ""


def test_gallery_shows_each_picture_with_its_words(weir: Picture) -> None:
    said = {"alt": "", "decorative": False, "caption": "", "credit": ""}
    images = [{"image": weir, **said}, {"image": weir, **said, "caption": "Later."}]

    page = shown(("gallery", {"title": "All day", "images": images}))

    (gallery,) = page.find_class("gallery")
    assert gallery.get("aria-label") == "All day"
    assert words(gallery) == "All day The gate. Maren Oyelle Later. Maren Oyelle"
    assert len(list(gallery.iter("img"))) == 2


def test_file_says_its_kind_and_size() -> None:
    file = FileFactory.create(title="Minutes", file_size=17)
    block = ("file", {"file": file, "title": ""})

    assert words(shown(block)) == "Minutes PDF, 17 bytes"
    assert [a.get("href") for a in shown(block).iter("a")] == [file.url]
    assert words(shown(("file", {"file": None, "title": "Lost"}))) == ""
