"""Posts of social networks, as their own embed codes write them."""

import re

from rotativa.importers.body.composer import Composer, Element
from rotativa.importers.body.fitting import is_address
from rotativa.importers.body.hosts import recognise
from rotativa.importers.body.plain import plain_text

_CODE = re.compile(
    r"\b(?:twitter-tweet|twitter-video|instagram-media|tiktok-embed|fb-post|fb-video|bluesky-embed|"
    r"mastodon-embed|text-post-media|reddit-embed-bq|reddit-card|tumblr-post|imgur-embed-pub)\b"
)
_AUTHOR = re.compile(r"(?:—|–|&mdash;)\s*(.+?\(@\w+\))")


def take_post(composer: Composer, node: Element) -> bool:
    """Takes a node as a post with its text to fall back on, if it is one."""
    if not _CODE.search(node.get("class") or ""):
        return False
    known = next(filter(None, map(recognise, _addresses(node))), None)
    if known is None or not is_address(known.url):
        return False
    text = plain_text(node)
    if known.kind == "social":
        author = _AUTHOR.search(text)
        value = {"url": known.url, "text": text, "author": author[1] if author else ""}
        composer.add("social", value)
    else:
        composer.add("video", {"url": known.url, "title": "", "caption": text})
    return True


def _addresses(node: Element) -> list[str]:
    """Where the post may be, likeliest first: a post's last link is its own."""
    named = ("data-instgrm-permalink", "cite", "data-href", "data-url")
    links = [link.get("href") or "" for link in node.iter("a")]
    return [*filter(None, (node.get(name) for name in named)), *reversed(links)]
