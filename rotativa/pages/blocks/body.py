from collections.abc import Sequence
from copy import copy
from typing import Self

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

    withheld: frozenset[str] = frozenset()
    """Names of blocks that the menu of an editor's screen leaves out."""

    class Meta:
        block_counts: dict[str, dict[str, int]] = {}

    def withholding(self, name: str) -> Self:
        limited = copy(self)
        limited.withheld = self.withheld | {name}
        return limited

    def grouped_child_blocks(self) -> Sequence[tuple[str, Sequence[blocks.Block]]]:
        groups = super().grouped_child_blocks()
        return [
            (group, [child for child in children if child.name not in self.withheld])
            for group, children in groups
        ]
