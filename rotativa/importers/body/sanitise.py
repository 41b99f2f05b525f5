"""The boundary: HTML from outside is cleaned once by nh3, and what it loses is reported."""

import re

import nh3
from django.utils.translation import gettext as _
from lxml import etree
from lxml.etree import _Element as Element

from rotativa.importers.body.result import Report

_REMOVED_WHOLE = frozenset(
    ["script", "style", "template", "svg", "title", "canvas", "applet", "frameset", "noframes"]
)
_FLOW = (
    "address article aside blockquote body caption center col colgroup dd details dir div dl dt "
    "fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav "
    "ol p pre section summary table tbody td tfoot th thead tr ul"
)
_PHRASES = (
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i ins kbd mark nobr q rp rt "
    "ruby s samp small span strike strong sub sup time tt u var wbr"
)
_THINGS = "audio embed iframe img noscript object param picture source track video"
OURS = "rotativa-gallery rotativa-playlist rotativa-shortcode"
"""Elements that `shortcodes` and `hugo` put into the HTML for what HTML has no word for."""

_TAGS = frozenset(f"{_FLOW} {_PHRASES} {_THINGS} {OURS}".split())
_SILENT = frozenset(["html", "head", "meta", "link", "base", "title"])
"""Belong to a page rather than to its text."""

_ATTRIBUTES = {
    "*": {"class", "id"},
    "a": {"href", "name", "rel", "title"},
    "audio": {"src"},
    "blockquote": {"cite", "data-instgrm-permalink", "data-bluesky-uri"},
    "code": {"data-lang"},
    "div": {"data-href", "data-url", "data-lang"},
    "embed": {"src"},
    "figure": {"data-credit"},
    "iframe": {"src", "title", "data-src", "data-lazy-src"},
    "img": {
        "src", "alt", "title", "width", "height", "data-src", "data-lazy-src", "data-original",
        "data-orig-file", "data-id", "data-attachment-id", "data-caption", "data-credit",
    },
    "li": {"value"},
    "object": {"data"},
    "ol": {"start", "reversed", "type"},
    "param": {"name", "value"},
    "pre": {"lang", "data-lang", "data-language"},
    "q": {"cite"},
    "source": {"src", "type"},
    "sup": {"data-fn"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "video": {"src", "title"},
    "rotativa-gallery": {"ids", "source"},
    "rotativa-playlist": {"ids", "source"},
    "rotativa-shortcode": {"source"},
}  # fmt: skip
_SCHEMES = {"http", "https", "ftp", "mailto", "tel"}
_TAG_NAME = re.compile(r"<([a-zA-Z][\w:-]*)")
_SUSPECT = re.compile(
    r"\sstyle\s*=|\son[a-z]{3,}\s*=|javascript:|vbscript:|data:[a-z]+/", re.IGNORECASE
)
_STYLE = re.compile(r"<[a-zA-Z][^<>]*?\sstyle\s*=", re.IGNORECASE)
_HANDLER = re.compile(r"<[a-zA-Z][^<>]*?\s(on[a-z]{3,})\s*=", re.IGNORECASE)
_ADDRESS = re.compile(r"=\s*[\"']?\s*(javascript:|vbscript:|data:)", re.IGNORECASE)

_cleaner = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags=set(_REMOVED_WHOLE),
    attributes=_ATTRIBUTES,
    url_schemes=_SCHEMES,
    link_rel=None,
    strip_comments=False,
)
_parser = etree.HTMLParser(huge_tree=True, remove_pis=True)


def tree_of(html: str, report: Report) -> Element:
    """The clean tree of a body; what was taken out is reported."""
    _report_losses(html, report)
    try:
        clean = _cleaner.clean(html)
    except UnicodeEncodeError:  # half a surrogate pair is no character
        clean = _cleaner.clean(html.encode("utf-8", "replace").decode())
    document = etree.fromstring(f"<div>{clean}</div>", _parser)
    return document[0][0]


def _report_losses(html: str, report: Report) -> None:
    names = {name.lower() for name in set(_TAG_NAME.findall(html))}
    for name in sorted(names - _TAGS - _SILENT):
        if name in _REMOVED_WHOLE:
            report.add("altered", f"<{name}>", _("Removed with what is inside: not allowed here."))
        else:
            report.add("altered", f"<{name}>", _("The tag was removed and its text kept."))
    if _SUSPECT.search(html):
        _report_attributes(html, report)


def _report_attributes(html: str, report: Report) -> None:
    for _found in _STYLE.findall(html):
        report.add("altered", "style", _("Colours, sizes and other styling were removed."))
    for handler in _HANDLER.findall(html):
        report.add("altered", handler.lower(), _("A script in an attribute was removed."))
    for scheme in _ADDRESS.findall(html):
        why = _("An address that could run a script was removed.")
        report.add("altered", scheme.lower(), why)
