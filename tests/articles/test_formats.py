"""The validators of feeds and sitemaps say no: to a file of the paper's own in which one thing is undone."""

from collections.abc import Callable
from datetime import timedelta

import time_machine
from django.test import Client
from lxml import etree

from rotativa.articles.models import FrontPage
from tests.factories.articles import NOON, add_article
from tests.formats import checked_atom, checked_json, checked_sitemap

ATOM, JSON = "/en/feed.xml", "/en/feed.json"
INDEX, APRIL, NEWS = "/sitemap.xml", "/en/sitemap-2026-04.xml", "/en/sitemap-news.xml"
Undone = tuple[str, Callable[[bytes], object], bytes, bytes]
UNDONE: list[Undone] = [
    (ATOM, checked_atom, b"<updated>2026-", b"<updated>in 2026-"),
    (ATOM, checked_atom, b"<entry>", b"<entry><id>urn:x:y</id>"),
    (ATOM, checked_atom, b'<link rel="self"', b'<link rel="self" src="/"'),
    (JSON, checked_json, b'"version"', b'"versions"'),
    (JSON, checked_json, b'"items"', b'"entries"'),
    (JSON, checked_json, b'"date_published": "2026', b'"date_published": "in 2026'),
    (INDEX, checked_sitemap, b"<sitemap>", b"<sitemap><priority>1</priority>"),
    (APRIL, checked_sitemap, b"<loc>https://paper.example/", b"<loc>/"),
    (APRIL, checked_sitemap, b"<lastmod>2026-", b"<lastmod>in 2026-"),
    (NEWS, checked_sitemap, b"<news:language>en<", b"<news:language>English<"),
    (NEWS, checked_sitemap, b"<news:title>", b"<news:title/><news:title>"),
]


def test_validators_find_what_is_undone(client: Client, paper: FrontPage) -> None:
    passed = []

    with time_machine.travel(NOON + timedelta(hours=1)):
        add_article(paper, "Flood")
        for path, check, right, wrong in UNDONE:
            body = client.get(path).content
            check(body)
            assert right in body, (path, right)
            try:
                check(body.replace(right, wrong))
            except (AssertionError, etree.LxmlError):
                continue
            passed.append((path, wrong))

    assert passed == []
