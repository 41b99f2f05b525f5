"""What an editor sees of an article, in the order of writing."""

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    TitleFieldPanel,
)
from wagtail.models import Page

from rotativa.articles.choosers import ArticlePanel
from rotativa.articles.models.question_form import QuestionsPanel

CONTENT_PANELS = [
    TitleFieldPanel(
        "title",
        heading=_("Headline"),
        placeholder=False,
        help_text=_("Stands over the article, in lists and in search results."),
    ),
    FieldPanel("deck"),
    FieldPanel("section"),
    InlinePanel("article_authors", heading=_("Authors"), label=_("author")),
    MultiFieldPanel(
        [
            FieldPanel("lead_image"),
            FieldPanel("lead_image_alt"),
            FieldPanel("lead_image_caption"),
            FieldPanel("lead_image_credit"),
        ],
        heading=_("Lead picture"),
        help_text=_("Words left empty are those kept with the picture."),
    ),
    FieldPanel("body"),
    InlinePanel(
        "article_claims",
        heading=_("Claims"),
        label=_("claim"),
        help_text=_("What somebody says, and how it has stood since."),
    ),
    QuestionsPanel(
        "questions",
        heading=_("Open questions"),
        label=_("question"),
        help_text=_("How each stands is kept for all languages under Evidence, Questions."),
    ),
    InlinePanel(
        "earlier_coverage",
        heading=_("Earlier coverage"),
        label=_("earlier article"),
        panels=[ArticlePanel("earlier")],
    ),
    FieldPanel("tags", widget=CheckboxSelectMultiple),
    MultiFieldPanel(
        [FieldPanel("correction_kind"), FieldPanel("correction_text")],
        heading=_("Correction"),
        help_text=_("Only when readers have seen something that is now put right."),
    ),
]

PROMOTE_PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("slug"),
            FieldPanel("seo_title"),
            FieldPanel("search_description"),
        ],
        heading=_("For search engines"),
    ),
    FieldPanel("is_pinned"),
]

SETTINGS_PANELS = [*Page.settings_panels, FieldPanel("updated_at")]
