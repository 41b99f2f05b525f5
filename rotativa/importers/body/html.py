"""Any HTML, converted: the book of rules and the way through it."""

import re
from collections.abc import Mapping
from urllib.parse import urljoin

from django.utils.translation import gettext as _

from rotativa.importers.body import (
    bounds,
    figures,
    flow,
    frames,
    listings,
    lists,
    pictures,
    quotes,
    tables,
)
from rotativa.importers.body.attachments import Attachments
from rotativa.importers.body.citing import MARK, take_citations, take_mark
from rotativa.importers.body.composer import Composer, Element, Rule
from rotativa.importers.body.footnotes import NOTES, take_notes
from rotativa.importers.body.posts import take_post
from rotativa.importers.body.result import Body, Report
from rotativa.importers.body.sanitise import tree_of
from rotativa.importers.records import Cited, Notice

_GALLERY = re.compile(r"\b(?:wp-block-gallery|gallery|tiled-gallery|kg-gallery-card)\b")
_FIGURE = re.compile(r"\bwp-caption\b")
_FILE = re.compile(r"\bwp-block-file\b")
_POST = re.compile(r"\bfb-(?:post|video)\b")
_ADDRESSES = ("href", "src", "data-src", "data")


def _division(composer: Composer, node: Element) -> None:
    """A container: its class may say that it is more than that."""
    classes = node.get("class")
    if not classes:
        composer.read_apart(node)
    elif _GALLERY.search(classes):
        composer.end_paragraph()
        figures.gallery(composer, node)
    elif _FIGURE.search(classes):
        figures.figure(composer, node)
    elif _FILE.search(classes):
        frames.take_file(composer, node)
    elif NOTES.search(classes):
        take_notes(composer, node)
    elif not (_POST.search(classes) and take_post(composer, node)):
        composer.read_apart(node)


def _list(composer: Composer, node: Element) -> None:
    classes = node.get("class")
    if classes and _GALLERY.search(classes):
        composer.end_paragraph()
        figures.gallery(composer, node)
    else:
        lists.take_list(composer, node)


RULES: Mapping[object, Rule] = {
    **flow.RULES,
    **pictures.RULES,
    **figures.RULES,
    **lists.RULES,
    **tables.RULES,
    **quotes.RULES,
    **frames.RULES,
    **listings.RULES,
    "div": _division,
    "section": _division,
    "ul": _list,
    MARK: take_mark,
}


def convert_html(html: str, *, named: Mapping[str, Cited] | None = None) -> Body:
    """Blocks of any HTML, in its order; `named` as in `compose`."""
    return compose(html, RULES, Attachments({}), Report(), named=named)


def compose(
    html: str,
    rules: Mapping[object, Rule],
    attachments: Attachments,
    report: Report,
    *,
    keeps_lines: bool = False,
    named: Mapping[str, Cited] | None = None,
    site: str = "",
) -> Body:
    """Blocks of HTML by the rules given.

    Footnotes become sources where `named` is given: those that the text calls by their labels, or none.
    Addresses that begin at the root of a site are made whole where `site` says which.
    """
    if bounds.is_too_long(html):
        return refusal()
    composer = Composer(rules, attachments, report)
    composer.keeps_lines = keeps_lines
    if bounds.is_too_dense(html):
        why = _("More tags and signs than any real page: only the text was kept.")
        report.add("altered", "<…>", why)
        composer.keeps_lines = True
        composer.text(bounds.text_only(html))
        return Body(composer.finish(), report.notices())
    flat, was_deep = bounds.flatten(html)
    if was_deep:
        why = _("Tags nested beyond any real page were removed; the text was kept.")
        report.add("altered", "<…>", why)
    tree = tree_of(flat, report)
    if site:
        make_whole(tree, site)
    sources = take_citations(tree, report, named) if named is not None else ()
    composer.read(tree)
    return Body(composer.finish(), report.notices(), sources)


def make_whole(tree: Element, site: str) -> None:
    for node in tree.iter():
        for name in _ADDRESSES:
            if address := node.get(name):
                node.set(name, whole_address(address, site))


def whole_address(address: str, site: str) -> str:
    """One that begins at the root of a site, with the site."""
    is_of_root = address.startswith("/") and not address.startswith("//")
    return urljoin(site, address) if site and is_of_root else address


def refusal() -> Body:
    why = _("Longer than %(most)s megabytes: nothing of it was taken.") % {
        "most": bounds.MOST_CHARACTERS // (1024 * 1024)
    }
    return Body([], (Notice("skipped", "body", why),))
