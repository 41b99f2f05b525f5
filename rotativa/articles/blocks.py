"""What articles may hold beyond other pages, and what the front page is arranged from."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from rotativa.articles.choosers import ArticleBlock, ChosenSectionBlock
from rotativa.pages.blocks.body import WORDS, BodyBlock
from rotativa.pages.blocks.text import INLINE_FEATURES, ListBlock, ParagraphBlock, TableBlock

CITATION = "citation"
"""Name of the feature of rich text: a mark that leans on a source."""


class CitingParagraphBlock(ParagraphBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": [*INLINE_FEATURES, CITATION]} | kwargs)


class CitingListBlock(ListBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": [*INLINE_FEATURES, "ol", "ul", CITATION]} | kwargs)


class CitingTableBlock(TableBlock):
    text = blocks.RichTextBlock(
        label=_("Text"), features=["bold", "italic", "link", "code", CITATION], required=False
    )


class QuestionsBlock(blocks.StaticBlock):
    """Marks where the article's questions stand; without it they follow the body."""

    class Meta:
        icon = "help"
        label = _("Open questions")
        admin_text = _("The open questions of this article stand here.")
        template = "articles/blocks/questions.html"


class ArticleBodyBlock(BodyBlock):
    paragraph = CitingParagraphBlock(group=WORDS)
    list = CitingListBlock(group=WORDS)
    table = CitingTableBlock(group=WORDS)
    questions = QuestionsBlock(group=WORDS)

    class Meta:
        block_counts = {"questions": {"max_num": 1}}


class ChosenArticlesBlock(blocks.StructBlock):
    """A row of articles that an editor picks."""

    title = blocks.CharBlock(label=_("Title"), max_length=100, required=False)
    articles = blocks.ListBlock(
        ArticleBlock(label=_("Article")),
        label=_("Articles"),
        min_num=1,
        max_num=12,
    )

    class Meta:
        icon = "list-ul"
        label = _("Chosen articles")


class SectionBlock(blocks.StructBlock):
    """The latest articles of a section."""

    section = ChosenSectionBlock(label=_("Section"))
    layout = blocks.ChoiceBlock(
        label=_("Layout"),
        choices=[
            ("split", _("One large, four small")),
            ("row", _("A row of four")),
            ("three", _("A row of three")),
        ],
        default="row",
    )

    class Meta:
        icon = "folder-open-inverse"
        label = _("Section")


class OpenQuestionsBlock(blocks.StaticBlock):
    class Meta:
        icon = "help"
        label = _("Still open")
        admin_text = _("The three questions that have been open longest.")


class AnsweredQuestionsBlock(blocks.StaticBlock):
    class Meta:
        icon = "tick"
        label = _("Answered")
        admin_text = _("The questions answered last.")


class FrontBlock(blocks.StreamBlock):
    """What an editor arranges on the front page below the lead."""

    articles = ChosenArticlesBlock()
    section = SectionBlock()
    open_questions = OpenQuestionsBlock()
    answered_questions = AnsweredQuestionsBlock()
