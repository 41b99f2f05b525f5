"""Where newsletters and their issues stand at the desk."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from rotativa.articles.sitemaps import languages_shown
from rotativa.newsletters.desk_forms import ComposeForm, language_choices
from rotativa.newsletters.in_vain import waiting_in_vain
from rotativa.newsletters.models import Issue, Newsletter
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.progress import Progress, progress_of
from rotativa.newsletters.views import desk as views
from rotativa.pages import languages

PROGRESS = "_progress"
"""Where an issue keeps how far it is, once that was counted for all of a page."""
WAITS_FOR_NEWS = "_waits_for_news"
"""Where a draft keeps it, once that was asked for all of a page."""


class IssueFilterSet(WagtailFilterSet):
    newsletter = django_filters.ModelMultipleChoiceFilter(
        label=_("Newsletter"),
        queryset=Newsletter.objects.order_by("pk"),
        widget=CheckboxSelectMultiple,
    )
    stage = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=Stage.choices, widget=CheckboxSelectMultiple
    )
    language = django_filters.MultipleChoiceFilter(
        label=_("Language"), choices=language_choices, widget=CheckboxSelectMultiple
    )

    class Meta:
        model = Issue
        fields: ClassVar[list[str]] = []


class IssueColumn(TitleColumn):
    """With the number that it is, so that its state has room beside it on a telephone."""

    cell_template_name = "newsletters/desk/issue_cell.html"

    def get_cell_context_data(
        self, instance: Issue, parent_context: dict[str, Any]
    ) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "issue": instance}


class StageColumn(Column):
    """With how far it is, of one that is out; with when it goes, of a draft that goes by itself."""

    cell_template_name = "newsletters/desk/stage_cell.html"

    def get_cell_context_data(
        self, instance: Issue, parent_context: dict[str, Any]
    ) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        told = instance.__dict__.get(PROGRESS, Progress())
        waits = instance.__dict__.get(WAITS_FOR_NEWS, False)
        return {**context, "progress": told, "issue": instance, "waits_for_news": waits}


class IssuesView(PermissionCheckedMixin, BaseListingView):
    model = Issue
    permission_policy = ModelPermissionPolicy(Issue)
    any_permission_required: ClassVar[set[str]] = {"view", "change"}
    template_name = "newsletters/desk/issues.html"
    page_title = _("Issues")
    header_icon = "mail"
    index_url_name = views.LIST
    index_results_url_name = "newsletter_issues:results"
    filterset_class = IssueFilterSet
    is_searchable = False
    paginate_by = 30
    default_ordering = None
    columns: ClassVar[list[Column]] = [
        IssueColumn(
            "subject",
            label=_("Issue"),
            accessor="subject",
            get_url=lambda issue: reverse(views.LOOK, args=[issue.pk]),
        ),
        StageColumn("stage", label=_("State")),
    ]

    @cached_property
    def verbose_name_plural(self) -> Any:
        return self.model._meta.verbose_name_plural

    def get_base_queryset(self) -> QuerySet[Issue]:
        return Issue.objects.newest_first()

    def order_queryset(self, queryset: Any) -> QuerySet[Issue]:
        rows: QuerySet[Issue] = queryset
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        out = [issue for issue in context["object_list"] if issue.is_out]
        told = progress_of(out)
        for issue in out:
            issue.__dict__[PROGRESS] = told.get(issue.pk, Progress())
        going = [issue for issue in context["object_list"] if issue.is_draft and issue.goes_at]
        waiting = views.waiting_for_news(issue.pk for issue in going)
        for issue in going:
            issue.__dict__[WAITS_FOR_NEWS] = issue.pk in waiting
        if not self.results_only and self.request.user.has_perm(views.CHANGE):
            shown = languages_shown()
            context["compose_form"] = ComposeForm(initial=self.request.GET.dict(), shown=shown)
            context["in_vain"] = [
                (languages.name_of(code), number) for code, number in waiting_in_vain(shown)
            ]
        return context


class IssuesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(views.VIEW))


class IssuesViewSet(ViewSet):
    name = "newsletter_issues"
    url_prefix = "newsletter-issues"
    icon = "mail"
    menu_label = _("Issues")
    menu_name = "newsletter-issues"
    menu_order = 10
    menu_item_class = IssuesMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", IssuesView.as_view(), name="index"),
            path("results/", IssuesView.as_view(results_only=True), name="results"),
            path("compose/", views.compose, name="compose"),
            path("<int:pk>/", views.look, name="look"),
            path("<int:pk>/html/", views.as_html, name="html"),
            path("<int:pk>/<slug:deed>/", views.do, name="do"),
        ]
