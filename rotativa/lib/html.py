"""Outside HTML, made safe once at the boundary."""

from functools import cache

import nh3
from markdown_it import MarkdownIt

TAGS = nh3.ALLOWED_TAGS | {"figure", "figcaption", "picture", "source", "section"}
ATTRIBUTES = {
    **nh3.ALLOWED_ATTRIBUTES,
    "*": {"id", "lang", "dir", "title"},
    "a": {"href", "hreflang", "rel"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "scope", "headers"},
}
SCHEMES = {"http", "https", "mailto", "tel"}


def sanitised(html: str) -> str:
    """HTML without scripts, styles, handlers, frames, forms and odd schemes."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=True,
    )


def text_of(html: str) -> str:
    """The words of some HTML, without any markup."""
    return nh3.clean(html, tags=set(), strip_comments=True)


def markdown_to_html(text: str) -> str:
    """CommonMark with tables and strikethrough; raw HTML in it stays text."""
    return sanitised(str(markdown_parser().render(text)))


@cache
def markdown_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
    return parser.enable(["table", "strikethrough"])
