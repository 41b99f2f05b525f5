"""The body of a page for those who read it elsewhere: in a feed, as Markdown.

Plain HTML with whole addresses: nothing that runs, loads by itself from other sites, or needs our
style sheets. A block has a template of its own below `pages/portable/` where the page's would not do.
"""

from collections.abc import Mapping
from functools import cache
from urllib.parse import urljoin

import nh3
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue

from rotativa.lib.html import SCHEMES, TAGS
from rotativa.pages.addresses import absolute

BARE = TAGS - {"picture", "source", "section", "span", "article", "header", "footer", "nav"}
ATTRIBUTES = {
    "*": {"id", "lang", "dir"},
    "a": {"href", "hreflang", "data-originalurl", "data-versionurl", "data-versiondate"},
    "code": {"class"},  # the programming language
    "img": {"src", "alt"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
ADDRESSES = {"href", "src", "data-versionurl"}


def portable_body(body: StreamValue, *, url: str, given: Mapping[str, str] | None = None) -> str:
    """A body that is `readable`; `url` is where it stands, `given` the HTML of some types of block."""
    given = given or {}
    parts = [
        given[block.block_type]
        if block.block_type in given
        else rendered(block)
        for block in body
    ]  # fmt: skip
    return portable("\n".join(parts), url=url)


def rendered(block: StreamValue.StreamChild) -> str:
    if not has_template(block.block_type):
        return str(block.render())
    template = get_template(f"pages/portable/{block.block_type}.html")
    return str(template.render(block.block.get_context(block.value)))


@cache
def has_template(block_type: str) -> bool:
    try:
        get_template(f"pages/portable/{block_type}.html")
    except TemplateDoesNotExist:
        return False
    return True


def portable(html: str, *, url: str) -> SafeString:
    """Some HTML of ours, for elsewhere."""
    base = absolute(url)

    def whole(_tag: str, name: str, value: str) -> str:
        return urljoin(base, value) if name in ADDRESSES else value

    clean = nh3.clean(
        html,
        tags=BARE,
        attributes=ATTRIBUTES,
        attribute_filter=whole,
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
    return mark_safe(clean.strip())  # noqa: S308  # clean in the line above
