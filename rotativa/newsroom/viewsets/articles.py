"""The flat list of articles: found by what they are, not by where they lie in the tree."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import HeaderButton

from rotativa.articles.models import Article, FrontPage
from rotativa.articles.models.article import ArticleQuerySet, authors_at_once
from rotativa.articles.search.backend import FoundPages
from rotativa.newsroom.rules import explorable
from rotativa.newsroom.viewsets.lists import ArticlesFilterSet
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


def language_choices() -> list[tuple[str, str]]:
    return [(code, capfirst(languages.name_of(code))) for code, _name in settings.LANGUAGES]


class ArticleFilterSet(ArticlesFilterSet):
    language = django_filters.MultipleChoiceFilter(
        label=_("Language"),
        field_name="locale__language_code",
        choices=language_choices,
        widget=CheckboxSelectMultiple,
        distinct=False,
    )
    state = StateFilter(label=_("State"), choices=STATES, widget=CheckboxSelectMultiple)
    published_date = django_filters.DateFromToRangeFilter(
        label=_("Published"), widget=DateRangePickerWidget
    )


class ArticleIndexView(IndexView):
    page_title = _("Articles")
    show_locale_labels = False  # the language has a column of its own
    paginate_by = 20  # each row brings a menu of its own, which is most of what the list costs

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

    def get_locale(self) -> None:
        """The list is of all languages, so nothing in it leads from one to another."""

    def get_base_queryset(self) -> ArticleQuerySet:
        return explorable(self.request.user)

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Sort the narrow, then fetch what is on the screen: a whole archive is not carried along."""
        narrow = (  # counts them, too
            queryset.found_keys()
            if isinstance(queryset, FoundPages)
            else list(queryset.values_list("pk", flat=True))
        )
        paginator, page, pks, has_others = super().paginate_queryset(narrow, page_size)
        wanted = list(pks)
        found = {row.pk: row for row in self.fetched(wanted)}
        page.object_list = [found[pk] for pk in wanted if pk in found]
        return paginator, page, page.object_list, has_others

    def fetched(self, pks: Sequence[int]) -> Any:
        """One kind of page only: what Wagtail fetches page by page comes in the list's own query."""
        return (
            Article.objects.filter(pk__in=pks)
            .defer_streamfields()
            .select_related("locale", "section", "content_type")
            .prefetch_related(authors_at_once())
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
