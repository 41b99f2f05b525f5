"""Feeds and sitemaps looked at by validators: ours, and what feed readers are made with."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import feedparser
from jsonschema import Draft202012Validator
from lxml import etree

SCHEMAS = Path(__file__).parent / "data" / "formats"
NAMES = {
    "sm": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


@cache
def schema(name: str) -> Any:
    tree = etree.parse(SCHEMAS / name)
    return etree.RelaxNG(tree) if name.endswith(".rng") else etree.XMLSchema(tree)


def checked_atom(body: bytes) -> Any:
    """The feed as a feed reader reads it, after both validators have nothing to say."""
    schema("atom.rng").assertValid(etree.fromstring(body))
    feed = feedparser.parse(body)
    assert not feed.bozo, feed.bozo_exception
    assert feed.version == "atom10"
    ids = [entry.id for entry in feed.entries]
    assert len(ids) == len(set(ids))
    return feed


def checked_json(body: bytes) -> dict[str, Any]:
    feed: dict[str, Any] = json.loads(body)
    validator = Draft202012Validator(json.loads((SCHEMAS / "jsonfeed.schema.json").read_text()))
    assert [error.message for error in validator.iter_errors(feed)] == []
    return feed


def checked_sitemap(body: bytes) -> etree._Element:
    root = etree.fromstring(body)
    name = "siteindex.xsd" if root.tag.endswith("sitemapindex") else "sitemap.xsd"
    schema(name).assertValid(root)
    return root


def locations(root: etree._Element) -> list[str]:
    return [str(loc.text) for loc in root.iterfind(".//sm:loc", NAMES)]
