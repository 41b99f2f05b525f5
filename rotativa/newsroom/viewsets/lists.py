"""What the desk's lists have in common: their screens, and by what articles are narrowed."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters.fields import (
    ModelChoiceField,
    ModelChoiceIterator,
    ModelMultipleChoiceField,
)
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet

from rotativa.articles.models import Article, Author, Section


class ReadOnce:
    """A field whose rows are read once: for what may be chosen, and for what was."""

    queryset: QuerySet[Any]

    @cached_property
    def rows(self) -> dict[str, Any]:
        return {str(row.pk): row for row in self.queryset.all()}


class RowsReadOnce(ModelChoiceIterator):
    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from map(self.choice, self.field.rows.values())


class OneOf(ReadOnce, ModelChoiceField):
    iterator = RowsReadOnce

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or str(value) in self.rows:
            return self.rows.get(str(value))
        return super().to_python(value)


class SomeOf(ReadOnce, ModelMultipleChoiceField):
    iterator = RowsReadOnce

    def _check_values(self, value: Any) -> Any:
        if all(str(each) in self.rows for each in value):
            return [self.rows[str(each)] for each in value]
        return super()._check_values(value)


class SectionFilter(django_filters.ModelMultipleChoiceFilter):
    """Articles of the sections and their parts, by whatever language's name they are filed."""

    field_class = SomeOf

    def filter(self, articles: QuerySet[Article], sections: list[Section]) -> QuerySet[Article]:
        if not sections:
            return articles
        return articles.filter(section__in=Section.objects.with_parts(sections))


class AuthorFilter(django_filters.ModelChoiceFilter):
    field_class = OneOf


class ArticlesFilterSet(WagtailFilterSet):
    """By section and author, whatever else a list of articles goes by."""

    def _add_locale_filter(self) -> None:
        """Wagtail's own is of one language at a time, and asks the database for them all."""

    section = SectionFilter(
        label=_("Section"),
        queryset=Section.objects.select_related("locale").order_by("locale", "position", "name"),
        widget=CheckboxSelectMultiple,
    )
    author = AuthorFilter(
        label=_("Author"),
        queryset=Author.objects.select_related("locale").order_by("name"),
        field_name="article_authors__author",
        empty_label=_("Anybody"),
        widget=forms.Select,
    )

    class Meta:
        model = Article
        fields: ClassVar[list[str]] = []


class DoingsColumn(Column):
    """Buttons of a row, each a form of its own."""

    header_template_name = "press/parts/silent_header.html"

    def get_cell_context_data(
        self, instance: Any, parent_context: dict[str, Any]
    ) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        request: HttpRequest = parent_context["request"]
        return {**context, "csrf_token": get_token(request)}


class DeskList(PermissionCheckedMixin, BaseListingView):
    """A list that is no model's index: its screen, and the part of it that a filter replaces."""

    is_searchable = False
    paginate_by = 50
    name = ""
    """Of its `DeskListViewSet`."""

    @cached_property
    def index_url_name(self) -> str:
        return f"{self.name}:index"

    @cached_property
    def index_results_url_name(self) -> str:
        return f"{self.name}:results"

    @cached_property
    def verbose_name_plural(self) -> Any:
        return self.model._meta.verbose_name_plural


class DeskListViewSet(ViewSet):
    view: type[DeskList]

    def more_urls(self) -> Sequence[URLPattern]:
        """What is done with its rows."""
        return []

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.view.as_view(), name="index"),
            path("results/", self.view.as_view(results_only=True), name="results"),
            *self.more_urls(),
        ]
