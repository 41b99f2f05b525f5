"""Blocks of words."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from rotativa.lib.html import markdown_to_html, sanitised

INLINE_FEATURES = [
    "bold", "italic", "link", "document-link", "code", "strikethrough", "superscript", "subscript",
]  # fmt: skip


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": INLINE_FEATURES} | kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")
        template = "pages/blocks/paragraph.html"


class ListBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": [*INLINE_FEATURES, "ol", "ul"]} | kwargs)

    class Meta:
        icon = "list-ul"
        label = _("List")
        template = "pages/blocks/list.html"


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Heading"), max_length=200)
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[("2", _("Heading")), ("3", _("Lesser heading")), ("4", _("Least heading"))],
        default="2",
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "pages/blocks/heading.html"


class StatementBlock(blocks.StructBlock):
    """Somebody's words, with who said them, by what means and when."""

    quote = blocks.TextBlock(label=_("Words"), max_length=5000)
    speaker = blocks.CharBlock(label=_("Who said it"), max_length=200)
    means = blocks.CharBlock(
        label=_("By what means"),
        max_length=200,
        required=False,
        help_text=_("For example: press office, by e-mail to this newspaper"),
    )
    date = blocks.DateBlock(label=_("When"), required=False)
    url = blocks.URLBlock(label=_("Where it can be read"), required=False)
    original = blocks.TextBlock(
        label=_("Original words"),
        max_length=5000,
        required=False,
        help_text=_("When the words above are a translation."),
    )
    original_language = blocks.CharBlock(
        label=_("Language of the original"),
        max_length=20,
        required=False,
        help_text=_("Its code, such as es or en."),
    )

    class Meta:
        icon = "openquote"
        label = _("Statement")
        template = "pages/blocks/statement.html"


class PullQuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Words"), max_length=1000)
    attribution = blocks.CharBlock(label=_("Who said it"), max_length=200, required=False)

    class Meta:
        icon = "openquote"
        label = _("Pull quote")
        template = "pages/blocks/pull_quote.html"


class CodeBlock(blocks.StructBlock):
    language = blocks.CharBlock(label=_("Programming language"), max_length=50, required=False)
    code = blocks.TextBlock(label=_("Code"), max_length=100_000)

    class Meta:
        icon = "code"
        label = _("Code")
        template = "pages/blocks/code.html"


class TableBlock(TypedTableBlock):
    text = blocks.RichTextBlock(
        label=_("Text"), features=["bold", "italic", "link", "code"], required=False
    )

    class Meta:
        icon = "table"
        label = _("Table")
        template = "pages/blocks/table.html"


class MarkdownBlock(blocks.TextBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(rows=12, **kwargs)

    def get_context(self, value: str, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        ready = isinstance(value, SafeString)  # `readable` has been here
        context["html"] = value if ready else mark_safe(markdown_to_html(value))  # noqa: S308  # sanitised there
        return context

    class Meta:
        icon = "doc-full"
        label = _("Markdown")
        template = "pages/blocks/markdown.html"


class HtmlBlock(blocks.RawHTMLBlock):
    """HTML for those allowed to write it. Sanitised when it is stored, for whoever stores it."""

    def clean(self, value: str) -> SafeString:
        clean = sanitised(super().clean(value))
        if value.strip() and not clean.strip():
            raise ValidationError(_("Nothing is left of this HTML once unsafe parts are removed."))
        return mark_safe(clean)  # noqa: S308  # sanitised in the line above

    class Meta:
        icon = "code"
        label = _("HTML")
        template = "pages/blocks/html.html"
