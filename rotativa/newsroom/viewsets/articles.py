"""The flat list of articles: found by what they are, not by where they lie in the tree."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Locale

from rotativa.articles.models import Article, Author, FrontPage, Section
from rotativa.articles.models.article import ArticleQuerySet
from rotativa.pages import languages

STATES = [
    ("published", _("Published")),
    ("changed", _("Published, with changes that are not")),
    ("scheduled", _("Scheduled")),
    ("waiting", _("Waiting for approval")),
    ("draft", _("Draft")),
    ("withdrawn", _("Withdrawn")),
]


class StateFilter(django_filters.MultipleChoiceFilter):
    def filter(self, articles: ArticleQuerySet, states: list[str]) -> QuerySet[Article]:
        return articles.in_states(*states) if states else articles


class SectionFilter(django_filters.ModelMultipleChoiceFilter):
    """Articles of the sections and their parts, by whatever language's name they are filed."""

    def filter(self, articles: QuerySet[Article], sections: list[Section]) -> QuerySet[Article]:
        if not sections:
            return articles
        return articles.filter(section__in=Section.objects.with_parts(sections))


def language_choices() -> list[tuple[int, str]]:
    """Once for the form and its answer, unlike a choice of models."""
    return [(locale.pk, str(locale)) for locale in Locale.objects.all()]


class ArticleFilterSet(WagtailFilterSet):
    def _add_locale_filter(self) -> None:
        """Wagtail's own is of one language at a time, and asks the database for them all."""

    language = django_filters.MultipleChoiceFilter(
        label=_("Language"),
        field_name="locale",
        choices=language_choices,
        widget=CheckboxSelectMultiple,
        distinct=False,
    )
    section = SectionFilter(
        label=_("Section"),
        queryset=Section.objects.select_related("locale").order_by("locale", "position", "name"),
        widget=CheckboxSelectMultiple,
    )
    author = django_filters.ModelChoiceFilter(
        label=_("Author"),
        queryset=Author.objects.select_related("locale").order_by("name"),
        field_name="article_authors__author",
        empty_label=_("Anybody"),
        widget=forms.Select,
    )
    state = StateFilter(label=_("State"), choices=STATES, widget=CheckboxSelectMultiple)
    published_date = django_filters.DateFromToRangeFilter(
        label=_("Published"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Article
        fields: list[str] = []


class ArticleIndexView(IndexView):
    page_title = _("Articles")
    show_locale_labels = False  # the language has a column of its own
    paginate_by = 30  # each row brings a menu of its own, which is most of what the list costs

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """An article begins in any language of the paper in which one may write."""
        user = self.request.user
        fronts = FrontPage.objects.select_related("locale").order_by("path")
        fronts = [front for front in fronts if front.permissions_for_user(user).can_add_subpage()]
        return [
            HeaderButton(
                words_to_add(front.language) if len(fronts) > 1 else gettext("Add article"),
                url=reverse("wagtailadmin_pages:add", args=("articles", "article", front.pk)),
                icon_name="plus",
                priority=place,
            )
            for place, front in enumerate(fronts)
        ]

    def get_base_queryset(self) -> Any:
        """Whoever sees all is not asked of each page whether they do."""
        if self.request.user.is_superuser:
            return self.annotate_queryset(Article.objects.all())
        return super().get_base_queryset()

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Sort the narrow, then fetch what is on the screen: a whole archive is not carried along."""
        if self.is_searching:
            return super().paginate_queryset(queryset, page_size)
        narrow = list(queryset.values_list("pk", flat=True))  # counts them, too
        paginator, page, pks, has_others = super().paginate_queryset(narrow, page_size)
        wanted = list(pks)
        found = {row.pk: row for row in self.fetched(wanted)}
        page.object_list = [found[pk] for pk in wanted if pk in found]
        return paginator, page, page.object_list, has_others

    def fetched(self, pks: Sequence[int]) -> Any:
        return self.annotated(Article.objects.filter(pk__in=pks))

    def annotate_queryset(self, pages: Any) -> Any:
        return self.annotated(pages) if self.is_searching else pages

    def annotated(self, pages: Any) -> Any:
        """One kind of page only: what Wagtail fetches page by page comes in the list's own query."""
        return (
            pages.defer_streamfields()
            .select_related("locale", "section", "content_type")
            .prefetch_related("article_authors__author")
            .prefetch_workflow_states()
            .annotate_has_untranslated_locale()
            .annotate_site_root_state()
            .annotate_approved_schedule()
        )


def words_to_add(language: str) -> str:
    return gettext("New in %(language)s") % {"language": languages.name_of(language)}


def authors_of(article: Article) -> str:
    return ", ".join(signed.author.name for signed in article.article_authors.all())


class ArticleListing(PageListingViewSet):
    model = Article
    name = url_prefix = "articles"
    icon = "doc-full"
    menu_label = _("Articles")
    menu_order = 90
    add_to_admin_menu = True
    index_view_class = ArticleIndexView
    filterset_class = ArticleFilterSet
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Headline"), sort_key="title", classname="title"),
        Column("section", label=_("Section"), width="12%"),
        Column("authors", label=_("Authors"), accessor=authors_of, width="16%"),
        Column("locale", label=_("Language"), sort_key="locale", width="8%"),
        DateColumn("first_published_at", label=_("Published"), sort_key="first_published_at"),
        DateColumn(
            "latest_revision_created_at", label=_("Edited"), sort_key="latest_revision_created_at"
        ),
        PageStatusColumn("status", label=_("State"), sort_key="live", width="10%"),
    ]
