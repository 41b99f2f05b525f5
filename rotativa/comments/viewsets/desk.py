"""Where comments stand at the desk, and the rules for sections and articles."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from rotativa.comments.models import OtherMode
from rotativa.comments.views import desk as views
from rotativa.comments.views import desk_readers
from rotativa.comments.viewsets.queues import NAME, QUEUES, LogView, QueueView, ReaderView


class CommentsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(views.MODERATE))


def queue_urls(name: str) -> list[URLPattern]:
    address = "" if name == "pending" else f"{name}/"
    return [
        path(address, QueueView.as_view(queue=name), name=name),
        path(
            f"{address}results/",
            QueueView.as_view(queue=name, results_only=True),
            name=f"{name}_results",
        ),
    ]


class CommentsDeskViewSet(ViewSet):
    name = NAME
    url_prefix = "reader-comments"
    icon = "comment"
    menu_label = _("Comments")
    menu_name = "comments"
    menu_order = 270
    menu_item_class = CommentsMenuItem
    add_to_admin_menu = True

    @property
    def menu_url(self) -> str:
        return reverse(self.get_url_name("pending"))

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *(url for name in QUEUES for url in queue_urls(name)),
            path("log/", LogView.as_view(), name="log"),
            path("log/results/", LogView.as_view(results_only=True), name="log_results"),
            path("reader/<int:pk>/", ReaderView.as_view(), name="reader"),
            path(
                "reader/<int:pk>/results/",
                ReaderView.as_view(results_only=True),
                name="reader_results",
            ),
            path("reader/<int:pk>/ban/", desk_readers.ban, name="ban"),
            path("reader/<int:pk>/hide/", desk_readers.hide, name="hide"),
            path("reader/<int:pk>/note/", desk_readers.note, name="note_on_reader"),
            path("note/<int:pk>/", views.note, name="note"),
            path("note/<int:pk>/delete/", views.take_back, name="take_back_note"),
            path("decide/<int:pk>/", views.decide, name="decide"),
        ]


class OtherModesView(IndexView):
    def get_base_queryset(self) -> QuerySet[OtherMode]:
        rows: QuerySet[OtherMode] = super().get_base_queryset()
        return rows.select_related("section", "article")


class OtherModes(ModelViewSet):
    model = OtherMode
    icon = "comment"
    menu_label = _("Rules for comments")
    add_to_settings_menu = True
    index_view_class = OtherModesView
    list_display = ["__str__"]
    form_fields = ["section", "article", "mode"]
