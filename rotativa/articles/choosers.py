"""Choosing articles, sections and sources at the desk, in the language of whoever chooses.

Wagtail's own choosers write their words once, in the language of whoever opens a form first.
"""

from typing import Any, ClassVar

from django.forms import Widget
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.widgets import AdminPageChooser
from wagtail.coreutils import resolve_model_string
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtail.snippets.widgets import AdminSnippetChooser

Deconstructed = tuple[str, tuple[Any, ...], dict[str, Any]]


class ArticleChooser(AdminPageChooser):
    choose_another_text = _("Choose another article")
    link_to_chosen_text = _("Edit this article")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(target_models=["articles.Article"], **kwargs)
        self.choose_one_text = _("Choose an article")


class SectionChooser(AdminSnippetChooser):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(resolve_model_string("articles.Section"), **kwargs)
        self.choose_one_text = _("Choose section")
        self.choose_another_text = _("Choose another section")
        self.link_to_chosen_text = _("Edit this section")


class SourceChooser(AdminSnippetChooser):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(resolve_model_string("evidence.Source"), **kwargs)
        self.choose_one_text = _("Choose source")
        self.choose_another_text = _("Choose another source")
        self.link_to_chosen_text = _("Edit this source")


class ChooserPanel(FieldPanel):
    """The chooser is made with the form: what it chooses need not be there before."""

    chooser: ClassVar[type[Widget]]

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        return {**options, "widgets": {self.field_name: self.chooser()}}


class ArticlePanel(ChooserPanel):
    chooser = ArticleChooser


class SectionPanel(ChooserPanel):
    chooser = SectionChooser


class SourcePanel(ChooserPanel):
    chooser = SourceChooser


class ArticleBlock(blocks.PageChooserBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"page_type": "articles.Article", **kwargs})

    @cached_property
    def widget(self) -> ArticleChooser:
        return ArticleChooser()

    def deconstruct(self) -> Deconstructed:
        """To the database it is Wagtail's."""
        block = blocks.PageChooserBlock(page_type="articles.Article", label=self.label)
        found: Deconstructed = block.deconstruct()
        return found


class ChosenSectionBlock(SnippetChooserBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__("articles.Section", **kwargs)

    @cached_property
    def widget(self) -> SectionChooser:
        return SectionChooser()

    def deconstruct(self) -> Deconstructed:
        """As above."""
        found: Deconstructed = SnippetChooserBlock(
            "articles.Section", label=self.label
        ).deconstruct()
        return found
