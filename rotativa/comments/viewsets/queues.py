"""The desk's queues of comments: what waits, what was reported, spam, the latest, those of a reader."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy

from rotativa.articles.models import Article
from rotativa.comments.models import Comment, Decision, Deed, Report, Standing
from rotativa.comments.rules import PEOPLES, Status
from rotativa.people.models import User

NAME = "comments_desk"
QUEUES = {
    "pending": _("Waiting"),
    "reported": _("Reported"),
    "spam": _("Spam"),
    "recent": _("Latest"),
}
A_PAGE = 25


class FormColumn(Column):
    """Its forms lead back to where the editor was in the list."""

    def get_cell_context_data(
        self, instance: Comment, parent_context: dict[str, Any]
    ) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        request: HttpRequest = parent_context["request"]
        return {
            **context,
            "csrf_token": get_token(request),
            "next": place_in_list(request),
            "user": request.user,
        }


class CommentColumn(FormColumn):
    header_template_name = "wagtailadmin/tables/column_header.html"
    cell_template_name = "comments/desk/comment_cell.html"


class DoingsColumn(FormColumn):
    """What is done with one comment."""

    cell_template_name = "comments/desk/doings_cell.html"

    def get_cell_context_data(
        self, instance: Comment, parent_context: dict[str, Any]
    ) -> dict[str, Any]:
        return {**super().get_cell_context_data(instance, parent_context), "reasons": PEOPLES}


def place_in_list(request: HttpRequest) -> str:
    here = request.path.removesuffix("results/")
    page = request.GET.get("p", "")
    return f"{here}?p={page}" if page.isdecimal() else here


def note_of(decision: Decision) -> str:
    """Of one who deleted a note, that note."""
    return decision.takes_back.note if decision.takes_back else decision.note


class CommentsDesk(PermissionCheckedMixin, BaseListingView):
    permission_policy = ModelPermissionPolicy(Comment)
    permission_required = "moderate"
    is_searchable = False
    paginate_by = A_PAGE
    header_icon = "comment"
    template_name = "comments/desk/list.html"
    queue = ""
    default_ordering = None

    @cached_property
    def verbose_name_plural(self) -> Any:
        return self.model._meta.verbose_name_plural

    @cached_property
    def index_url_name(self) -> str:
        return f"{NAME}:{self.queue}"

    @cached_property
    def index_results_url_name(self) -> str:
        return f"{NAME}:{self.queue}_results"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        waiting = {
            "pending": Comment.objects.pending().count(),
            "reported": Comment.objects.reported().count(),
        }
        tabs = [
            (reverse(f"{NAME}:{name}"), words, waiting.get(name, 0), name == self.queue)
            for name, words in [*QUEUES.items(), ("log", _("Decisions"))]
        ]
        return {**context, "tabs": tabs}


class QueueView(CommentsDesk):
    model = Comment
    columns: ClassVar[list[Column]] = [
        BulkActionsCheckboxColumn("bulk_actions", obj_type="comment"),
        CommentColumn("comment", label=_("Comment")),
        DoingsColumn("doings", label=_("What to do")),
    ]

    @cached_property
    def page_title(self) -> str:
        return str(QUEUES[self.queue])

    def get_base_queryset(self) -> QuerySet[Comment]:
        rows = Comment.objects.select_related("reader", "parent").prefetch_related(
            Prefetch("reports", Report.objects.filter(is_open=True).order_by("at")),
            Prefetch("decisions", notes(), to_attr="notes"),
        )
        match self.queue:
            case "pending":
                return rows.pending()
            case "reported":
                return rows.reported()
            case "spam":
                return rows.filter(status=Status.SPAM)
        return rows.exclude(status=Status.DELETED)

    def order_queryset(self, queryset: Any) -> QuerySet[Comment]:
        """Who has waited longest comes first; of what is done, the latest."""
        order = ["created_at", "pk"] if self.queue == "pending" else ["-created_at", "-pk"]
        rows: QuerySet[Comment] = queryset.order_by(*order)
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        tell_more(context["object_list"])
        return {**context, "is_queue": True, "has_keys": has_keys(self.request)}


class ReaderView(QueueView):
    """All of one reader, whose address is nobody's business."""

    queue = "reader"

    @cached_property
    def reader(self) -> User:
        return get_object_or_404(User, pk=self.kwargs["pk"])

    @cached_property
    def page_title(self) -> str:
        return self.reader.public_name or str(_("A reader without a name"))

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(
                words, url=reverse(f"{NAME}:{name}", args=[self.reader.pk]), icon_name=icon
            )
            for name, words, icon in (
                ("ban", _("Ban"), "lock"),
                ("hide", _("Reject everything"), "no-view"),
                ("note_on_reader", _("Note"), "edit"),
            )
        ]

    def get_index_url(self) -> str:
        return reverse(f"{NAME}:reader", args=[self.reader.pk])

    def get_index_results_url(self) -> str:
        return reverse(f"{NAME}:reader_results", args=[self.reader.pk])

    def get_base_queryset(self) -> QuerySet[Comment]:
        return super().get_base_queryset().filter(reader=self.reader)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standing = Standing.objects.filter(reader=self.reader).first()
        return {
            **super().get_context_data(**kwargs),
            "standing": standing,
            "is_banned": standing is not None and standing.is_banned(at=timezone.now()),
            "reader": self.reader,
            "notes": notes().filter(reader=self.reader, comment=None),
            "next": place_in_list(self.request),
        }


class LogView(CommentsDesk):
    model = Decision
    queue = "log"
    page_title = _("Decisions")
    columns: ClassVar[list[Column]] = [
        Column("at", label=_("When"), accessor="at", width="16%"),
        Column("by", label=_("By"), accessor=lambda each: each.by or "", width="16%"),
        Column("deed", label=_("What was done"), accessor="get_deed_display", width="14%"),
        Column("whose", label=_("Reader"), accessor=lambda each: name_of(each.reader), width="16%"),
        Column(
            "comment",
            label=_("Comment"),
            accessor=lambda each: each.comment.text[:200] if each.comment else "",
        ),
        Column("reason", label=_("Reason"), accessor="get_reason_display", width="14%"),
        Column("note", label=_("Note"), accessor=note_of, width="12%"),
    ]

    def get_base_queryset(self) -> QuerySet[Decision]:
        rows: QuerySet[Decision] = Decision.objects.select_related(
            "by", "reader", "comment", "takes_back"
        )
        return rows

    def order_queryset(self, queryset: Any) -> QuerySet[Decision]:
        rows: QuerySet[Decision] = queryset.order_by("-at", "-pk")
        return rows


def notes() -> QuerySet[Decision]:
    """Of moderators to each other, but for those that their writers have deleted."""
    rows: QuerySet[Decision] = Decision.objects.filter(deed=Deed.NOTE, ends=None)
    return rows.select_related("by").order_by("at", "pk")


def has_keys(request: HttpRequest) -> bool:
    """Whoever has turned off the desk's own keys wants none of ours either."""
    profile = getattr(request.user, "wagtail_userprofile", None)
    return bool(getattr(profile, "keyboard_shortcuts", True))


def name_of(reader: User | None) -> str:
    return reader.public_name if reader else ""


def tell_more(comments: Sequence[Comment]) -> None:
    """Under which article each stands, and how its writer stands: in two queries for all of them."""
    rows = list(comments)
    articles = Article.objects.filter(
        translation_key__in={each.thread for each in rows}
    ).select_related("locale")
    by_place = {(each.translation_key, each.locale.language_code): each for each in articles}
    by_thread = {each.translation_key: each for each in by_place.values()}
    readers = {each.reader_id for each in rows if each.reader_id}
    standings = {each.reader_id: each for each in Standing.objects.filter(reader__in=readers)}
    for each in rows:
        found = by_place.get((each.thread, each.language)) or by_thread.get(each.thread)
        each.article = found  # type: ignore[attr-defined]  # for the list's cells
        each.standing = standings.get(each.reader_id or 0)  # type: ignore[attr-defined]  # likewise
