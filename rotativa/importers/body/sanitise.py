"""The boundary: HTML from outside is cleaned once by nh3, and what it loses is reported."""

import re
from html import unescape

import nh3
from django.utils.translation import gettext as _
from lxml import etree
from lxml.etree import _Element as Element

from rotativa.importers.body.allowed import (
    ATTRIBUTES,
    FORMS,
    REMOVED_WHOLE,
    SCHEMES,
    SILENT,
    TAGS,
)
from rotativa.importers.body.result import Report

# Each body is searched with these, so they begin with a sign that is quickly found
# and look ahead only so far.
_TAG_NAME = re.compile(r"<([a-zA-Z][\w:-]*)")
_TAG = re.compile(r"<[a-zA-Z][^<>]*")
_HANDLER = re.compile(r"on[a-z]{3,30}\s{0,9}=")
_ATTRIBUTE = re.compile(r"[\s\"'/](style|on[a-z]{3,30})\s{0,9}=")
_ADDRESS = re.compile(r"""=\s{0,9}["']?\s{0,9}(?!https?:)([^"'<>:/?=\s][^"'<>:/?=]{0,60}):""")
_OF_ADDRESS = ("href", "src", "data", "cite")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*")
_IGNORED = re.compile(r"[\x00-\x1f]")

_cleaner = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=REMOVED_WHOLE,
    attributes=ATTRIBUTES,
    url_schemes=SCHEMES,
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
    clean = clean.replace("&nbsp;", "\xa0")  # libxml2 is slow at very many entities
    document = etree.fromstring(f"<div>{clean}</div>", _parser)
    return document[0][0]


def _report_losses(html: str, report: Report) -> None:
    lower = html.lower()
    names = set(_TAG_NAME.findall(lower))
    for name in sorted((names - TAGS - SILENT) | (names & FORMS)):
        if name in REMOVED_WHOLE:
            report.add("altered", f"<{name}>", _("Removed with what is inside: not allowed here."))
        else:
            report.add("altered", f"<{name}>", _("The tag was removed and its text kept."))
    if "style" in lower or _HANDLER.search(lower):
        _report_attributes(lower, report)
    for found in _ADDRESS.finditer(lower):
        scheme = _IGNORED.sub("", unescape(found[1])).strip()
        is_address = (
            lower[max(0, found.start() - 20) : found.start()].rstrip().endswith(_OF_ADDRESS)
        )
        if is_address and scheme not in SCHEMES and _SCHEME.fullmatch(scheme):
            why = _("An address of a kind that is not allowed here was removed.")
            report.add("altered", f"{scheme}:", why)


def _report_attributes(html: str, report: Report) -> None:
    names = (name for tag in _TAG.findall(html) for name in _ATTRIBUTE.findall(tag))
    for name in names:
        if name == "style":
            report.add("altered", "style", _("Colours, sizes and other styling were removed."))
        else:
            report.add("altered", name, _("A script in an attribute was removed."))
