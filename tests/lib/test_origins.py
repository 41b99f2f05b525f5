"""A second host for pages of strangers: no cookie passes between it and the site."""

import pytest

from rotativa.lib.origins import fault_of_second_origin

SITE = "https://www.paper.example"


def fault(origin: str, base_url: str = SITE, *hosts: str) -> str:
    return fault_of_second_origin(origin, base_url=base_url, hosts=hosts)


@pytest.mark.parametrize(
    ("origin", "base_url"),
    [
        ("https://paper-copies.example", SITE),
        ("https://paper.co.uk", "https://copies.co.uk"),  # as two papers in one country
        ("https://copies.duckdns.org", "https://paper.duckdns.org"),  # a private suffix of the list
        ("http://localhost:8000", "http://127.0.0.1:8000"),
        ("http://copies.localhost:8000", "http://localhost:8000"),
        ("https://*.paper-copies.example", SITE),
        ("http://*.localhost:8000", "http://127.0.0.1:8000"),
    ],
)
def test_stranger_is_taken(origin: str, base_url: str) -> None:
    assert fault(origin, base_url) == ""


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ("https://www.paper.example", "shares cookies with www.paper.example"),
        ("https://www.paper.example:8443", "shares cookies"),  # cookies know no ports
        ("https://copies.paper.example", "shares cookies"),  # may set them for paper.example
        ("https://paper.example", "shares cookies"),
        ("http://paper-copies.example", "must begin with https://"),
        ("https://bücher.example", "must be written in ASCII"),
        ("https://*.paper.example", "shares cookies"),
        ("https://*", "may have * as the first part"),
        ("https://a.*.example", "may have * as the first part"),
        ("https://*.192.0.2.7", "may have * as the first part"),
    ],
)
def test_relative_of_the_site_is_refused(origin: str, words: str) -> None:
    assert words in fault(origin)


def test_relative_of_any_name_of_the_site_is_refused() -> None:
    origin = "https://a.papers.co.uk"

    assert "shares cookies with b.papers.co.uk" in fault(origin, SITE, "b.papers.co.uk")
    assert "shares cookies with papers.co.uk" in fault(origin, SITE, ".papers.co.uk")
    assert "allowed_hosts has *" in fault(origin, SITE, "*")
