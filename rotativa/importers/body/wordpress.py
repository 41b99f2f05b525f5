"""Bodies from WordPress: classic text, shortcodes and blocks."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from lxml import etree

from rotativa.importers.body import bounds
from rotativa.importers.body.attachments import Attachments
from rotativa.importers.body.composer import Composer, Element, Rule
from rotativa.importers.body.figures import add_gallery
from rotativa.importers.body.footnotes import with_footnotes
from rotativa.importers.body.gutenberg import Marks
from rotativa.importers.body.html import RULES as HTML_RULES
from rotativa.importers.body.html import compose, refusal
from rotativa.importers.body.listings import take_kept
from rotativa.importers.body.result import Body, Report
from rotativa.importers.body.shortcode_rules import kept, rules
from rotativa.importers.body.shortcodes import rewritten
from rotativa.importers.records import Cited


def convert_wordpress(
    content: str,
    *,
    attachments: Mapping[str, str],
    attached: Sequence[str] = (),
    footnotes: str = "",
    cites: bool = False,
) -> Body:
    """Blocks of a post's content as WordPress stores it.

    `attachments` maps an attachment's id to its address; give one `Attachments` for all posts of a
    source and the way back is worked out once. `attached` are ids of the post's own pictures, which
    a `[gallery]` without ids shows. `footnotes` is the value of the post's meta of that name; with `cites`, those that lead somewhere become sources.
    """
    if bounds.is_too_long(content):
        return refusal()
    report = Report()
    html = content.replace("\r\n", "\n").replace("\r", "\n")
    html = with_footnotes(html, footnotes)
    if "[" in html:
        html = rewritten(html, rules(attached), kept)
    known = Attachments.of(attachments)
    book = {**RULES, etree.Comment: Marks().take}
    named: dict[str, Cited] | None = {} if cites else None
    return compose(html, book, known, report, keeps_lines=True, named=named)


def _gallery(composer: Composer, node: Element) -> None:
    ids = [identity for identity in (node.get("ids") or "").split(",") if identity]
    if not ids:
        why = _("A gallery of all pictures attached to the article, but none is known.")
        composer.report("skipped", node.get("source") or "[gallery]", why)
        return
    items = []
    for identity in ids:
        if identity not in composer.attachments:
            why = _("Not among the pictures of this file.")
            composer.report("skipped", f"[gallery] {identity}", why)
            continue
        reference = composer.attachments.reference("", identity)
        items.append(
            {"image": reference, "alt": "", "decorative": False, "caption": "", "credit": ""}
        )
    add_gallery(composer, items, "")


def _playlist(composer: Composer, node: Element) -> None:
    ids = [identity for identity in (node.get("ids") or "").split(",") if identity]
    known = [identity for identity in ids if identity in composer.attachments]
    if not known or len(known) < len(ids):
        composer.report(
            "skipped", node.get("source") or "[playlist]", _("Not all recordings are known.")
        )
    for identity in known:
        url = composer.attachments[identity]
        recording = etree.Element("audio", src=url)
        composer.take(recording)


RULES: Mapping[object, Rule] = {
    **HTML_RULES,
    "rotativa-gallery": _gallery,
    "rotativa-playlist": _playlist,
    "rotativa-shortcode": take_kept,
}
