"""An article's page, its sheets and its fonts weigh less than 120 kB on the way to a reader."""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import Client

from rotativa.articles.models import FrontPage
from tests.factories.articles import add_article

LIMIT = 120_000
PARAGRAPH = "<p>" + "Nobody has said who moved the gate at night, or on whose order. " * 8 + "</p>"


def file(address: str) -> bytes:
    found = finders.find(address.removeprefix("/static/"))
    assert found is not None, address
    return Path(found).read_bytes()


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def test_article_is_light(client: Client, paper: FrontPage) -> None:
    body = [("paragraph", PARAGRAPH)] * 12
    questions = [{"text": f"Question {number}?"} for number in range(4)]
    add_article(paper, "The gate", slug="gate", body=body, questions=questions)

    html = client.get("/en/2026/04/16/gate/").content.decode()

    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)
    fonts = re.findall(r'<link rel="preload" href="([^"]+\.woff2)"', html)
    assert (len(sheets), len(fonts)) == (4, 2)
    weight = (
        packed(html.encode())
        + sum(packed(file(sheet)) for sheet in sheets)
        + sum(len(file(font)) for font in [*fonts, "pages/fonts/rotativa-serif-italic-latin.woff2"])
    )
    assert weight < LIMIT
    assert "<script" not in html
