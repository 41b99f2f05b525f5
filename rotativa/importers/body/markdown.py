"""Markdown: CommonMark with tables, strikethrough, bare addresses, footnotes, definition lists."""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from rotativa.importers.body import bounds
from rotativa.importers.body.attachments import Attachments
from rotativa.importers.body.html import RULES as HTML_RULES
from rotativa.importers.body.html import compose, refusal
from rotativa.importers.body.inline import REPORT, bounds_plugin
from rotativa.importers.body.kramdown import attributes_plugin
from rotativa.importers.body.listings import take_kept
from rotativa.importers.body.result import Body, Report
from rotativa.importers.body.templates import without_templates
from rotativa.importers.records import Cited

RULES = {**HTML_RULES, "rotativa-shortcode": take_kept}


def convert_markdown(
    text: str,
    *,
    base: str = "",
    reference: Callable[[str], str] | None = None,
    named: Mapping[str, Cited] | None = None,
) -> Body:
    """Blocks of Markdown as Hugo and Jekyll write it, without its front matter.

    Pictures with relative addresses are looked for from `base`; links keep theirs. `reference` gives
    the address of the text that Hugo's `ref` or Jekyll's `post_url` names; without it the name stays
    and is reported. `named` as in `compose`.
    """
    if bounds.is_too_long(text):
        return refusal()
    report = Report()
    plain = without_templates(text.replace("\r\n", "\n"), report, reference=reference)
    html = html_of_markdown(plain, report)
    return compose(html, RULES, Attachments({}, base=base), report, named=named)


def html_of_markdown(text: str, report: Report) -> str:
    """As it was written: whoever shows it has it cleaned."""
    return str(_parser().render(text, {REPORT: report}))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "typographer": False})
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(deflist_plugin).use(gfm_autolink_plugin)
    parser.use(attributes_plugin).use(bounds_plugin)
    parser.add_render_rule("image", _picture)
    parser.add_render_rule("footnote_open", _note)
    return parser


def _picture(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    """An image; Markdown's title is what the readers of most sites saw as its caption."""
    title = tokens[index].attrGet("title")
    if title:
        tokens[index].attrSet("data-caption", str(title))
    return renderer.image(tokens, index, options, env)


def _note(
    _renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    _env: MutableMapping[str, Any],
) -> str:
    """A footnote with the label by which the text calls it."""
    about = tokens[index].meta
    label = escape(str(about.get("label") or ""))
    return f'<li id="fn{about["id"] + 1}" class="footnote-item" data-note="{label}">'
