"""The grid of articles and languages: what is missing, what waits for an eye, what is out."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Locale
from wagtail.permission_policies.pages import PagePermissionPolicy

from rotativa.articles.models import Article, Author, Section
from rotativa.articles.models.article import ArticleQuerySet
from rotativa.newsroom.grid import WORDS, Grid
from rotativa.newsroom.viewsets.articles import SectionFilter, authors_of
from rotativa.pages import languages
from rotativa.pages.models.translation_state import Status

CHOICES = [
    (status.value, WORDS[status])
    for status in (
        Status.MISSING,
        Status.MACHINE_DRAFT,
        Status.DRAFT,
        Status.STALE,
        Status.UNCHECKED,
        Status.UNPUBLISHED,
        Status.UP_TO_DATE,
        Status.ORIGINAL,
    )
]
LONGEST_QUERY = 200


class StatusFilter(django_filters.MultipleChoiceFilter):
    """Of one language, whose filter is named after it."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        label = gettext("In %(language)s") % {"language": name_of(locale)}
        super().__init__(label=label, choices=CHOICES, widget=CheckboxSelectMultiple)

    def filter(self, articles: ArticleQuerySet, statuses: list[str]) -> QuerySet[Article]:
        return articles.translated(*statuses, locale=self.locale) if statuses else articles


class GridFilterSet(WagtailFilterSet):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        locales = kwargs["request"].paper_locales
        self.filters["original"].extra["choices"] = [(each.pk, name_of(each)) for each in locales]
        for locale in locales:
            each = StatusFilter(locale)
            each.parent = self
            self.filters[status_parameter(locale)] = each

    def _add_locale_filter(self) -> None:
        """Wagtail's own is of one language at a time, and asks the database for them all."""

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
    original = django_filters.MultipleChoiceFilter(
        label=_("Language of the original"),
        field_name="locale",
        widget=CheckboxSelectMultiple,
        distinct=False,
    )

    class Meta:
        model = Article
        fields: list[str] = []


def name_of(locale: Locale) -> str:
    code = str(locale.language_code)
    return languages.name_of(code) or code


def status_parameter(locale: Locale) -> str:
    return f"in_{locale.language_code}"


class StoryColumn(Column):
    cell_template_name = "newsroom/parts/story_cell.html"

    def get_cell_context_data(
        self, instance: Article, parent_context: dict[str, Any]
    ) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        about = [str(instance.section or ""), authors_of(instance)]
        return {**context, "about": " · ".join(filter(None, about))}


class LanguageColumn(Column):
    cell_template_name = "newsroom/parts/translation_cell.html"

    def __init__(self, locale: Locale) -> None:
        label = name_of(locale)
        super().__init__(status_parameter(locale), label=label[:1].upper() + label[1:])
        self.locale = locale

    def get_value(self, instance: Any) -> Any:
        return instance.cells[self.locale.pk]


class TranslationsView(PermissionCheckedMixin, BaseListingView):
    model = Article
    permission_policy = PagePermissionPolicy()
    any_permission_required = {"add", "change", "publish"}
    template_name = "newsroom/translations.html"
    page_title = gettext_lazy("Translations")
    header_icon = "globe"
    verbose_name_plural = Article._meta.verbose_name_plural
    index_url_name = "translations:index"
    index_results_url_name = "translations:results"
    filterset_class = GridFilterSet
    is_searchable = True
    paginate_by = 40
    table_classname = "listing full-width translations-grid"

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        request.paper_locales = self.locales

    @cached_property
    def locales(self) -> list[Locale]:
        """The main language of the paper first, as its settings have them."""
        return list(Locale.objects.all())

    @cached_property
    def columns(self) -> list[Column]:
        return [
            BulkActionsColumn("bulk_actions"),
            StoryColumn("title", label=_("Headline"), classname="title"),
            *map(LanguageColumn, self.locales),
        ]

    def get_base_queryset(self) -> QuerySet[Article]:
        """Chosen from the narrow: `paginate_queryset` fetches the rest for those on the screen."""
        originals: QuerySet[Article] = Article.objects.originals()
        if self.request.user.is_superuser:
            return originals
        mine = self.permission_policy.explorable_instances(self.request.user)
        return originals.filter(pk__in=mine.values("pk"))

    def order_queryset(self, queryset: Any) -> QuerySet[Article]:
        return queryset.order_by("-latest_revision_created_at", "-pk")

    def search_queryset(self, queryset: Any) -> QuerySet[Article]:
        """By the headline in any language, as it was saved last."""
        asked = self.search_query.strip()[:LONGEST_QUERY]
        if not asked:
            return queryset
        said = Article.objects.filter(draft_title__icontains=asked).order_by()
        return queryset.filter(translation_key__in=said.values("translation_key"))

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        found = list(queryset.values_list("pk", flat=True))  # counts them, too
        paginator, page, pks, has_others = super().paginate_queryset(found, page_size)
        originals = rows_of(pks)
        grid = Grid(originals, user=self.request.user)
        for original in originals:
            original.cells = {locale.pk: grid.cell(original, locale) for locale in self.locales}
        page.object_list = originals
        return paginator, page, originals, has_others

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context if self.results_only else {**context, "counts": self.counts()}

    def counts(self) -> list[dict[str, Any]]:
        """For each language its statuses, with how many there are, and where they are listed."""
        counted = Article.objects.count_translations(self.locales)
        return [
            {
                "language": column.label,
                "statuses": [
                    {
                        "words": words,
                        "number": counted[column.locale.pk][status],
                        "url": f"{self.index_url}?{urlencode({column.name: status})}",
                        "status": status,
                    }
                    for status, words in CHOICES
                    if counted[column.locale.pk].get(status)
                ],
            }
            for column in map(LanguageColumn, self.locales)
        ]


def rows_of(pks: Iterable[int]) -> list[Article]:
    wanted = list(pks)
    found = (
        Article.objects.defer_streamfields()
        .select_related("locale", "section", "content_type")
        .prefetch_related("article_authors__author")
        .in_bulk(wanted)
    )
    return [found[pk] for pk in wanted if pk in found]


class Translations(ViewSet):
    name = "translations"
    url_prefix = "translations"
    icon = "globe"
    menu_label = _("Translations")
    menu_order = 95
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", TranslationsView.as_view(), name="index"),
            path("results/", TranslationsView.as_view(results_only=True), name="results"),
        ]
