"""Where feeds and Markdown versions are: beside the pages that they follow."""

from rotativa.pages.keys import Address, Kind

ATOM, JSON = "feed.xml", "feed.json"


def feeds_at(path: str, language: str) -> list[Address]:
    """The feeds of a front page, or of a section's, author's or tag's page."""
    return [Address(path + name, Kind.FEED, language) for name in (ATOM, JSON)]


def markdown_url(url: str) -> str:
    """Of an article's Markdown version, by that of its page."""
    return url.removesuffix("/") + ".md"


def markdown_at(url: str, language: str) -> Address:
    return Address(markdown_url(url), Kind.MARKDOWN, language)
