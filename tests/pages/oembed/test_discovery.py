from pathlib import Path

import pytest

from rotativa.pages.oembed.discovery import Discovery, discover

RECORDED = Path(__file__).parents[2] / "data" / "oembed"


def test_peertube_page_names_its_endpoint() -> None:
    page = (RECORDED / "peertube.html").read_text()

    assert discover(page, base="https://vidora.example/w/linnet") == Discovery(
        "https://vidora.example/services/oembed?url=https%3A%2F%2Fvidora.example%2Fw%2Flinnet",
        "One night at the weir.",
    )


def test_mastodon_page_names_its_endpoint_and_holds_the_words() -> None:
    page = (RECORDED / "mastodon.html").read_text()

    assert discover(page, base="https://plaza.example/@saltpan/1") == Discovery(
        "https://plaza.example/api/oembed"
        "?format=json&url=https%3A%2F%2Fplaza.example%2F%40saltpan%2F1",
        "The weed line stood a hand higher.\n\nI row past it most mornings.",
    )


@pytest.mark.parametrize(
    "page",
    [
        "",
        " ",
        "\0\0",
        "<!-- -->",
        "not HTML",
        "<html><head><title>x</title>",
        '<link rel="alternate" type="application/rss+xml" href="/feed">',
        '<link rel="stylesheet" type="application/json+oembed" href="/o">',
        '<link rel="alternate" type="application/json+oembed">',
        '<link rel="alternate" type="application/json+oembed" href=" ">',
        '<link rel="alternate" type="application/json+oembed" href="http://[">',
        '<?xml version="1.0" encoding="utf-8"?><html></html>',
        "<link href=x>" * 600 + '<link rel="alternate" type="application/json+oembed" href="/o">',
    ],
)
def test_page_without_an_endpoint_has_none(page: str) -> None:
    assert discover(page, base="https://paper.test/").endpoint is None
