"""The lead picture and its words."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from rotativa.articles.models import FrontPage
from rotativa.media.actions import make_renditions
from rotativa.media.models import Picture
from tests.factories.articles import add_article
from tests.factories.media import PictureFactory
from tests.html import metas, part, tree, words

ADDRESS = "/en/2026/04/16/gate/"


@pytest.fixture
def weir(db: None) -> Picture:
    picture: Picture = PictureFactory.create(
        description="A gate at dawn", caption="The gate.", credit="Maren Oyelle", creator="M. O."
    )
    make_renditions(picture)
    return picture


def test_lead_picture_comes_in_modern_formats_with_its_size(
    client: Client, paper: FrontPage, weir: Picture
) -> None:
    add_article(paper, "The gate", slug="gate", lead_image=weir)

    figure = part(tree(client.get(ADDRESS)), "lead-pic")

    image = figure.find(".//img")
    assert [source.get("type") for source in figure.iter("source")] == ["image/avif", "image/webp"]
    assert (image.get("width"), image.get("height")) == ("700", "467")
    assert (image.get("loading"), image.get("fetchpriority")) == ("eager", "high")


@pytest.mark.parametrize(
    ("own", "alt", "caption"),
    [
        ({}, "A gate at dawn", "The gate. Maren Oyelle"),
        (
            {
                "lead_image_alt": "A gate",
                "lead_image_caption": "At dawn.",
                "lead_image_credit": "Bo",
            },
            "A gate",
            "At dawn. Bo",
        ),
    ],
)
def test_words_of_the_article_come_before_those_of_the_picture(
    client: Client,
    paper: FrontPage,
    weir: Picture,
    own: dict[str, Any],
    alt: str,
    caption: str,
) -> None:
    add_article(paper, "The gate", slug="gate", lead_image=weir, **own)

    figure = part(tree(client.get(ADDRESS)), "lead-pic")

    assert figure.find(".//img").get("alt") == alt
    assert words(figure.find(".//figcaption")) == caption


def test_creator_stands_in_for_a_missing_credit(
    client: Client, paper: FrontPage, weir: Picture
) -> None:
    weir.credit = ""
    weir.save(update_fields=["credit"])
    add_article(paper, "The gate", slug="gate", lead_image=weir)

    assert words(part(tree(client.get(ADDRESS)), "credit")) == "M. O."


def test_picture_without_words_has_no_caption(client: Client, paper: FrontPage) -> None:
    bare = PictureFactory.create(description="", caption="", credit="", creator="")
    make_renditions(bare)
    add_article(paper, "The gate", slug="gate", lead_image=bare)

    figure = part(tree(client.get(ADDRESS)), "lead-pic")

    assert figure.find(".//img").get("alt") == ""
    assert figure.find(".//figcaption") is None


def test_lead_picture_is_what_other_sites_show(
    client: Client, paper: FrontPage, weir: Picture
) -> None:
    add_article(paper, "The gate", slug="gate", lead_image=weir)

    found = metas(tree(client.get(ADDRESS)))

    assert found["og:image"].startswith("https://paper.example/media/images/")
    assert found["og:image:alt"] == "A gate at dawn"
    response = client.get(found["og:image"].removeprefix("https://paper.example"))
    with Image.open(BytesIO(response.getvalue())) as image:
        assert (image.format, image.size) == ("JPEG", (700, 467))


def test_picture_whose_files_are_not_made_yet_leaves_no_gap(
    client: Client, paper: FrontPage
) -> None:
    weir = PictureFactory.create(caption="The gate.", credit="Maren Oyelle")
    body = [("image", {"image": weir}), ("gallery", {"images": [{"image": weir}]})]
    add_article(paper, "The gate", slug="gate", lead_image=weir, body=body)

    before = [client.get(path).content.decode() for path in (ADDRESS, "/en/", "/en/2026/04/")]
    make_renditions(weir)
    after = [client.get(path).content.decode() for path in (ADDRESS, "/en/", "/en/2026/04/")]

    figures = [html.count("<figure") - html.count('<figure class="gallery"') for html in before]
    assert figures == [0, 0, 0]
    assert ["row--pic" in html or "Maren Oyelle" in html for html in before] == [False] * 3
    assert [html.count("<img") for html in after] == [3, 1, 1]
