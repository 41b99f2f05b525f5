"""What machines are told of a page in schema.org's words (JSON-LD), and how it stands in the page."""

import json
from collections.abc import Iterable
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from rotativa.media.showing import showing
from rotativa.pages.addresses import absolute
from rotativa.pages.frame import Frame

Node = dict[str, Any]
UNKNOWN: tuple[Any, ...] = (None, "", [], {})
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
"""As Django's `json_script`: nothing in the data ends the element or begins another."""


def data_block(*nodes: Node) -> SafeString:
    """An element that browsers read and do not run, so a policy against inline scripts lets it be."""
    graph = {"@context": "https://schema.org", "@graph": [said(node) for node in nodes]}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308  # escaped above


def said(value: Any) -> Any:
    """Without what is not known, however deep."""
    match value:
        case dict():
            return {name: said(each) for name, each in value.items() if each not in UNKNOWN}
        case list():
            return [said(each) for each in value]
    return value


def publisher_of(frame: Frame) -> Node:
    home = absolute(frame.home)
    return {
        "@type": "NewsMediaOrganization",
        "@id": f"{home}#paper",
        "name": frame.name,
        "url": home,
        "logo": {"@type": "ImageObject", "url": logo_of(frame)},
    }


def logo_of(frame: Frame) -> str:
    """The picture of the paper's name, else its sign."""
    wordmark = frame.paper.wordmark if frame.paper else None
    shown = showing(wordmark) if wordmark else None
    return absolute(shown.nearest(600).url if shown else static("pages/brand/apple-touch-icon.png"))


def breadcrumbs(frame: Frame, steps: Iterable[tuple[str, str]]) -> Node:
    """The way from the front page to what is shown; each step has a name and an address."""
    way = [(frame.name, absolute(frame.home)), *((name, absolute(url)) for name, url in steps)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "item": {"@type": "WebPage", "@id": url, "name": name},
            }
            for place, (name, url) in enumerate(way, 1)
        ],
    }


def website(frame: Frame, *, search_url: str) -> Node:
    """The paper in a language, and how its search is asked."""
    home = absolute(frame.home)
    return {
        "@type": "WebSite",
        "@id": f"{home}#website",
        "name": frame.name,
        "url": home,
        "description": frame.paper.tagline if frame.paper else "",
        "inLanguage": frame.language,
        "publisher": publisher_of(frame),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{absolute(search_url)}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }
