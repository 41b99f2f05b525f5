"""Sections, authors, tags and the paper's own name, each in every language."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from rotativa.articles.models import Author, Section, Tag
from rotativa.pages.models import Paper


class GroupViewSet(SnippetViewSet):
    list_filter = ["locale"]
    ordering = ["locale", "name"]
    search_fields = ["name"]


class SectionViewSet(GroupViewSet):
    model = Section
    icon = "folder-open-inverse"
    list_display = ["name", "locale", "position", "is_in_menu"]
    ordering = ["locale", "position", "name"]


class AuthorViewSet(GroupViewSet):
    model = Author
    icon = "user"
    list_display = ["name", "locale", "role"]


class TagViewSet(GroupViewSet):
    model = Tag
    icon = "tag"
    list_display = ["name", "locale", "slug"]


class PaperViewSet(SnippetViewSet):
    model = Paper
    icon = "cog"
    menu_label = _("Name of the paper")
    list_display = ["name", "locale", "tagline"]
    ordering = ["locale"]


class PaperGroup(SnippetViewSetGroup):
    items = (SectionViewSet, AuthorViewSet, TagViewSet, PaperViewSet)
    menu_label = _("The paper")
    menu_icon = "folder-open-inverse"
    menu_order = 95
