"""What search engines are told to leave alone."""

from urllib.robotparser import RobotFileParser

import pytest
from django.test import Client

from rotativa.articles.models import FrontPage


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        ("/", True),
        ("/en/", True),
        ("/es/2026/04/16/compuerta/", True),
        ("/media/images/gate.webp", True),
        ("/static/pages/css/base.css", True),
        ("/en/search-and-rescue/", True),
        ("/desk/", False),
        ("/en/search/?q=river", False),
        ("/-/me", False),
        ("/es/-/unavailable/", False),
        ("/en/_util/login/?next=/en/", False),
    ],
)
def test_all_is_open_but_what_is_no_page(
    client: Client, paper: FrontPage, address: str, is_open: bool
) -> None:
    answer = client.get("/robots.txt")
    rules = RobotFileParser()
    rules.parse(answer.content.decode().splitlines())

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert rules.can_fetch("Anybot", address) is is_open
