from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from rotativa.pages.blocks.embeds import SocialBlock, VideoBlock
from rotativa.pages.blocks.media import FileBlock, GalleryBlock, ImageBlock, MapBlock
from rotativa.pages.blocks.text import (
    CodeBlock,
    HeadingBlock,
    HtmlBlock,
    ListBlock,
    MarkdownBlock,
    ParagraphBlock,
    PullQuoteBlock,
    StatementBlock,
    TableBlock,
)

WORDS = _("Words")
MEDIA = _("Pictures and media")
OTHER = _("Other")


class BodyBlock(blocks.StreamBlock):
    """What a page may be made of."""

    paragraph = ParagraphBlock(group=WORDS)
    heading = HeadingBlock(group=WORDS)
    list = ListBlock(group=WORDS)
    statement = StatementBlock(group=WORDS)
    pull_quote = PullQuoteBlock(group=WORDS)
    table = TableBlock(group=WORDS)
    image = ImageBlock(group=MEDIA)
    gallery = GalleryBlock(group=MEDIA)
    video = VideoBlock(group=MEDIA)
    social = SocialBlock(group=MEDIA)
    map = MapBlock(group=MEDIA)
    file = FileBlock(group=MEDIA)
    code = CodeBlock(group=OTHER)
    markdown = MarkdownBlock(group=OTHER)
    html = HtmlBlock(group=OTHER)

    class Meta:
        block_counts: dict[str, dict[str, int]] = {}
