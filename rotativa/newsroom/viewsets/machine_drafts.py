"""The desk's report of machine drafts: how far each is, and what came of it."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.models import Locale
from wagtail.permission_policies.pages import PagePermissionPolicy

from rotativa.articles.models import Article, MachineDraft
from rotativa.articles.translators.configured import translator
from rotativa.newsroom.draft_words import words_on_left
from rotativa.newsroom.locales import name_of
from rotativa.newsroom.views import machine_drafts as views
from rotativa.newsroom.viewsets.lists import DeskList, DeskListViewSet, DoingsColumn
from rotativa.press.viewsets.live import rows_on_screen


class DraftFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=MachineDraft.State.choices, widget=CheckboxSelectMultiple
    )
    language = django_filters.ModelMultipleChoiceFilter(
        label=_("Language"),
        field_name="locale",
        queryset=Locale.objects.all(),
        widget=CheckboxSelectMultiple,
    )

    class Meta:
        model = MachineDraft
        fields: list[str] = []


class LiveColumn(Column):
    """A cell that the page brings up to date by itself while it is open: see press/js/live.js."""

    cell_template_name = "newsroom/parts/draft_cell.html"


class ArticleColumn(LiveColumn):
    """Leads to the translation where there is one."""

    cell_template_name = "newsroom/parts/draft_article_cell.html"


class ProgressColumn(LiveColumn):
    cell_template_name = "newsroom/parts/draft_progress_cell.html"

    def get_value(self, instance: MachineDraft) -> str:
        return instance.why or words_on_left(instance)


class DraftDoings(DoingsColumn):
    cell_template_name = "newsroom/parts/draft_doings_cell.html"


class MachineDraftsView(DeskList):
    model = MachineDraft
    permission_policy = PagePermissionPolicy()
    any_permission_required = {"add", "change", "publish"}
    template_name = "newsroom/machine_drafts.html"
    page_title = _("Machine drafts")
    header_icon = "cogs"
    name = "machine_drafts"
    filterset_class = DraftFilterSet
    columns = [
        ArticleColumn("article", label=_("Article"), classname="title"),
        Column("locale", label=_("Into"), accessor=lambda draft: name_of(draft.locale)),
        ProgressColumn("progress", label=_("State")),
        Column("requested_by", label=_("Asked for by")),
        LiveColumn("requested_at", label=_("Asked for")),
        DraftDoings("doings", label=_("Doings")),
    ]

    def get_base_queryset(self) -> QuerySet[MachineDraft]:
        """Of articles that one may see; or the rows on the screen that live.js asks for again."""
        mine = self.permission_policy.explorable_instances(self.request.user)
        rows = MachineDraft.objects.filter(source__in=mine.values("pk"))
        if shown := rows_on_screen(self.request, most=self.paginate_by):
            rows = rows.filter(pk__in=shown)
        return rows.select_related("source__locale", "locale", "requested_by").defer(
            "answers", "wrote", "source__body"
        )

    def order_queryset(self, queryset: Any) -> QuerySet[MachineDraft]:
        return queryset.order_by("-requested_at", "-pk")

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """With the address of each translation, in one query."""
        paginator, page, rows, has_others = super().paginate_queryset(queryset, page_size)
        drafts = list(rows)
        keys = {draft.source.translation_key for draft in drafts}
        found = Article.objects.filter(translation_key__in=keys, alias_of=None)
        versions = {
            (key, locale): pk
            for key, locale, pk in found.values_list("translation_key", "locale", "pk")
        }
        for draft in drafts:
            pk = versions.get((draft.source.translation_key, draft.locale_id), draft.source_id)
            draft.edit_url = reverse("wagtailadmin_pages:edit", args=[pk])
        page.object_list = drafts
        return paginator, page, drafts, has_others


class MachineDraftsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:  # noqa: ARG002  # the signature is Wagtail's
        return translator() is not None


class MachineDrafts(DeskListViewSet):
    name = "machine_drafts"
    url_prefix = "machine-drafts"
    icon = "cogs"
    menu_label = _("Machine drafts")
    menu_name = "machine-drafts"
    menu_hook = "register_reports_menu_item"
    menu_order = 610
    menu_item_class = MachineDraftsMenuItem
    view = MachineDraftsView

    def more_urls(self) -> list[URLPattern]:
        return [
            path("draft/", views.draft, name="draft"),
            path("again/<int:pk>/", views.again, name="again"),
            path("cancel/<int:pk>/", views.cancel, name="cancel"),
        ]
