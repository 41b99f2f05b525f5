"""The grid of articles and languages: what is missing, what waits for an eye, what is out."""

from contextlib import nullcontext
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn
from wagtail.models import Locale
from wagtail.permission_policies.pages import PagePermissionPolicy

from rotativa.articles.models import Article
from rotativa.articles.models.article import ArticleQuerySet
from rotativa.articles.search.backend import desk_query, said_by
from rotativa.articles.search.full_text import full_text
from rotativa.newsroom.grid import WORDS, Grid
from rotativa.newsroom.locales import name_of
from rotativa.newsroom.rules import explorable
from rotativa.newsroom.viewsets.articles import authors_of
from rotativa.newsroom.viewsets.lists import ArticlesFilterSet, DeskList, DeskListViewSet
from rotativa.pages.models.translated import count_translations
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


class StatusFilter(django_filters.MultipleChoiceFilter):
    """Of one language, whose filter is named after it."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        label = gettext("In %(language)s") % {"language": name_of(locale)}
        super().__init__(label=label, choices=CHOICES, widget=CheckboxSelectMultiple)

    def filter(self, articles: ArticleQuerySet, statuses: list[str]) -> QuerySet[Article]:
        return articles.translated(*statuses, locale=self.locale) if statuses else articles


class GridFilterSet(ArticlesFilterSet):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        locales = kwargs["request"].paper_locales
        self.filters["original"].extra["choices"] = [(each.pk, name_of(each)) for each in locales]
        for locale in locales:
            each = StatusFilter(locale)
            each.parent = self
            self.filters[status_parameter(locale)] = each

    original = django_filters.MultipleChoiceFilter(
        label=_("Language of the original"),
        field_name="locale",
        widget=CheckboxSelectMultiple,
        distinct=False,
    )


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


class TranslationsView(DeskList):
    model = Article
    permission_policy = PagePermissionPolicy()
    any_permission_required = {"add", "change", "publish"}
    template_name = "newsroom/translations.html"
    page_title = gettext_lazy("Translations")
    header_icon = "globe"
    name = "translations"
    filterset_class = GridFilterSet
    is_searchable = True
    paginate_by = 25
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

    @cached_property
    def articles(self) -> ArticleQuerySet:
        return explorable(self.request.user)

    def get_base_queryset(self) -> QuerySet[Article]:
        """Chosen from the narrow: `paginate_queryset` fetches the rest for those on the screen."""
        return self.articles.originals()

    def order_queryset(self, queryset: Any) -> QuerySet[Article]:
        return queryset.order_by("-latest_revision_created_at", "-pk")

    def search_queryset(self, queryset: Any) -> QuerySet[Article]:
        """By what any version says, as the list of articles does."""
        if not self.is_searching:
            return queryset
        said = self.articles.filter(said_by(desk_query(self.search_query))).order_by()
        return queryset.filter(translation_key__in=said.values("translation_key"))

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        with full_text().bounded() if self.is_searching else nullcontext():
            found = list(queryset.values_list("pk", flat=True))  # counts them, too
        paginator, page, pks, has_others = super().paginate_queryset(found, page_size)
        grid = Grid(list(pks), user=self.request.user)
        for original in grid.originals:
            original.cells = {locale.pk: grid.cell(original, locale) for locale in self.locales}
        page.object_list = grid.originals
        return paginator, page, grid.originals, has_others

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context if self.results_only else {**context, "counts": self.counts()}

    def counts(self) -> list[dict[str, Any]]:
        """For each language its statuses, with how many there are, and where they are listed."""
        counted = count_translations(Article, self.locales)
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


class Translations(DeskListViewSet):
    name = "translations"
    url_prefix = "translations"
    icon = "globe"
    menu_label = _("Translations")
    menu_order = 95
    add_to_admin_menu = True
    view = TranslationsView
