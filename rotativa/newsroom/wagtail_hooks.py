"""What the newsroom adds to Wagtail's admin."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Model, ProtectedError, QuerySet
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page
from wagtail.permissions import register_permission_policy
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from rotativa.articles.blocks import CITATION
from rotativa.articles.models import Article, Correction, Inquiry
from rotativa.articles.rich_text import ENTITY
from rotativa.articles.translators.configured import translator
from rotativa.evidence.models import Capture, Source
from rotativa.newsroom.draft_words import words_on_draft
from rotativa.newsroom.gate import ask_before_publishing, ask_before_publishing_many
from rotativa.newsroom.kept import KeptAsItIs
from rotativa.newsroom.lost_sources import LostSources
from rotativa.newsroom.open_questions import OpenQuestions
from rotativa.newsroom.rules import adds_articles_only
from rotativa.newsroom.views.machine_drafts import DraftMany
from rotativa.newsroom.viewsets.articles import ArticleListing
from rotativa.newsroom.viewsets.citing import CitingViewSet, words
from rotativa.newsroom.viewsets.copies import Copies
from rotativa.newsroom.viewsets.editing import ArticleScreens, PlainPageScreens
from rotativa.newsroom.viewsets.evidence import EvidenceGroup
from rotativa.newsroom.viewsets.groups import PaperGroup
from rotativa.newsroom.viewsets.machine_drafts import MachineDrafts
from rotativa.newsroom.viewsets.source_states import SourceStates
from rotativa.newsroom.viewsets.translations import Translations
from rotativa.pages.models import PlainPage
from rotativa.people.models import User

register_permission_policy(Correction, KeptAsItIs(Correction, "view"), exact_class=True)
register_permission_policy(Inquiry, KeptAsItIs(Inquiry, "change", "view"), exact_class=True)
register_snippet(EvidenceGroup)
register_snippet(PaperGroup)
hooks.register("before_publish_page", ask_before_publishing)
hooks.register("before_bulk_action", ask_before_publishing_many)
if translator() is not None:
    hooks.register("register_bulk_action", DraftMany)


# Wagtail's search in all pages knows no name for what it counts: it says "1-15 of 15 None".
SearchView.verbose_name, SearchView.verbose_name_plural = _("page"), _("pages")


@hooks.register("register_admin_viewset")
def register_citing() -> CitingViewSet:
    return CitingViewSet()


@hooks.register("register_admin_urls")
def register_words() -> list[URLPattern]:
    return [path("citing/<int:pk>/words/", words, name="cite_words")]


@hooks.register("register_rich_text_features")
def register_citation_button(features: FeatureRegistry) -> None:
    """A button in the editor of articles; how a mark is stored is the articles' own business."""
    features.register_editor_plugin(
        "draftail",
        CITATION,
        EntityFeature(
            {
                "type": ENTITY,
                "icon": "openquote",
                "description": _("Cite a source"),
                "attributes": ["id", "name", "quote", "locator"],
                "chooserUrls": {
                    "sources": reverse_lazy("citing:choose"),
                    "words": reverse_lazy("cite_words", args=[0]),
                },
            },
            js=["wagtailadmin/js/chooser-modal.js", "newsroom/js/cite.js"],
        ),
    )


@hooks.register("register_admin_viewset")
def register_article_listing() -> ArticleListing:
    return ArticleListing()


@hooks.register("register_admin_viewset")
def register_screens_with_translations() -> list[PageViewSet]:
    return [ArticleScreens(), PlainPageScreens()]


@hooks.register("register_admin_viewset")
def register_translations() -> list[ViewSet]:
    return [Translations(), MachineDrafts()]


@hooks.register("register_admin_viewset")
def register_evidence_reports() -> list[ViewSet]:
    return [Copies(), SourceStates()]


@hooks.register("register_permissions")
def register_copy_permissions() -> QuerySet[Permission]:
    """Lets administrators give them to a group at the desk."""
    return Permission.objects.filter(
        content_type__app_label="evidence", codename__in=["view_capture", "change_capture"]
    )


@hooks.register("before_edit_page")
def tell_what_the_machine_left(request: HttpRequest, page: Page) -> None:
    if request.method == "GET" and (words := words_on_draft(page)):
        messages.warning(request, words)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def back_to_the_articles(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Whoever is done with an article returns to the flat list, not into the tree."""
    is_done = any(name.startswith("action-") for name in request.POST)
    if not is_done or not isinstance(page.specific_deferred, Article):
        return None
    if get_valid_next_url_from_request(request):
        return None
    return redirect("articles:index")


@hooks.register("before_create_page")
def plain_pages_are_the_papers(request: HttpRequest, parent: Page, kind: type[Page]) -> None:
    if issubclass(kind, PlainPage) and adds_articles_only(parent, request.user):
        raise PermissionDenied


@hooks.register("register_account_menu_item")
def how_to_sign_in(_request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("security"),
        "label": _("Signing in"),
        "help_text": _("Passkeys, apps, recovery codes, devices and another e-mail address."),
    }


@hooks.register("before_edit_user")
def superusers_are_changed_by_superusers(request: HttpRequest, user: User) -> None:
    """Or whoever may change accounts would choose a superuser's password."""
    if user.is_superuser and not request.user.is_superuser:
        raise PermissionDenied


@hooks.register("before_delete_snippet")
def keep_what_is_in_use(request: HttpRequest, things: Iterable[Model]) -> HttpResponse | None:
    """Wagtail's own list of what uses a thing is filled by a task, and may not know of it yet."""
    if request.method != "POST":
        return None
    things = list(things)
    try:
        with transaction.atomic():
            Capture.objects.worthless().filter(
                source__in=[each.pk for each in things if isinstance(each, Source)]
            ).delete()
            Collector(using=DEFAULT_DB_ALIAS).collect(things)
    except ProtectedError as error:
        messages.error(request, words_on_use(error))
        return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
    return None


def words_on_use(error: ProtectedError) -> str:
    """By what else uses it, first of all; a source may have copies, too."""
    copies = sum(isinstance(each, Capture) for each in error.protected_objects)
    users = len(error.protected_objects) - copies
    if users:
        told = ngettext(
            "Nothing was deleted: %(count)d text still uses it. Choose something else there first.",
            "Nothing was deleted: %(count)d texts still use it. Choose something else there first.",
            users,
        )
        return told % {"count": users}
    told = ngettext(
        "Nothing was deleted: %(count)d copy of it is kept. Copies are withdrawn, never deleted.",
        "Nothing was deleted: %(count)d copies of it are kept. Copies are withdrawn, never deleted.",
        copies,
    )
    return told % {"count": copies}


@hooks.register("before_bulk_action")
def so_they_are_in_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> None:
    for each in objects:
        if isinstance(each, User):
            superusers_are_changed_by_superusers(request, each)


@hooks.register("insert_global_admin_css")
def fit_on_a_phone() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("newsroom/css/desk.css"))


@hooks.register("construct_homepage_panels")
def remind(_request: HttpRequest, panels: list[Any]) -> None:
    panels += [LostSources(), OpenQuestions()]
