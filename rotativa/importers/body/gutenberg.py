"""WordPress's comments in a body: the marks around blocks, `more` and `nextpage`."""

from django.utils.translation import gettext as _

from rotativa.importers.body.composer import Composer, Element

_TEXT = frozenset({
    "paragraph", "heading", "list", "list-item", "image", "gallery", "quote", "pullquote",
    "code", "preformatted", "verse", "table", "file", "audio", "video", "embed", "cover",
    "media-text", "columns", "column", "group", "row", "stack", "separator", "spacer", "more",
    "nextpage", "html", "shortcode", "buttons", "button", "footnotes", "details", "freeform",
    "missing", "text-columns", "subhead", "cover-image", "accordion", "accordion-item",
    "accordion-heading", "accordion-panel", "math",
})  # fmt: skip
_MOST = 1000


class Marks:
    """Follows the marks of one body. What stands between a block's marks is ordinary HTML.

    Outside all blocks newlines count, as they did before there were blocks.
    """

    def __init__(self) -> None:
        self._level = 0

    def take(self, composer: Composer, node: Element) -> None:
        text = (node.text or "").strip()
        if not text.startswith(("wp:", "/wp:")):
            _turn_page(composer, text)
            return
        composer.end_paragraph()
        closes, is_whole = text[0] == "/", text[-1] == "/"
        name, *attributes = text.strip("/").removeprefix("wp:").split(None, 1) or [""]
        name = name.removeprefix("core/")
        if not is_whole:
            self._level = max(0, self._level + (-1 if closes else 1))
            composer.keeps_lines = not self._level or (name == "freeform" and not closes)
        if not (closes or name in _TEXT or name.startswith("core-embed/")):
            _report(composer, f"wp:{name} {''.join(attributes)}".strip(), name, is_whole=is_whole)


def _turn_page(composer: Composer, text: str) -> None:
    if text == "nextpage":
        composer.end_paragraph()
        composer.report("altered", "<!--nextpage-->", _("The pages of the article became one."))
    elif text.startswith("more"):
        composer.end_paragraph()


def _report(composer: Composer, mark: str, name: str, *, is_whole: bool) -> None:
    what = mark[:_MOST]
    if name == "block":
        why = _("A reusable block is kept outside the article: its content is missing here.")
        composer.report("skipped", what, why)
    elif is_whole:
        composer.report("skipped", what, _("WordPress makes this block when a page is shown."))
    else:
        composer.report("altered", what, _("An unknown block: what it holds was converted."))
