"""Wagtail's screen for writing a page, with its translations and related articles beside the form."""

from django.http import HttpResponseBase
from django.shortcuts import redirect
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet

from rotativa.articles.models import Article
from rotativa.articles.proof import unproven_sources
from rotativa.newsroom.findings_panel import FindingsPanel
from rotativa.newsroom.gate import is_last_approval
from rotativa.newsroom.panels import TranslationsPanel
from rotativa.newsroom.related import RelatedPanel
from rotativa.pages.models import PlainPage


class EditPage(EditView):
    def get_side_panels(self) -> MediaContainer:
        panels = super().get_side_panels()
        is_whole_screen = not self.expects_json_response and not self.hydrate_create_view
        if is_whole_screen and not self.page.alias_of_id:
            panels = MediaContainer([*panels, TranslationsPanel(self.page, self.request)])
        return panels


class EditArticle(EditPage):
    page: Article

    def perform_workflow_action(self) -> HttpResponseBase:
        """What the form holds is stored before whoever approves it last is asked."""
        publishes = is_last_approval(self.page, self.workflow_action)
        if not publishes or not unproven_sources(self.form.instance):
            answer: HttpResponseBase = super().perform_workflow_action()
            return answer
        self.page = self.form.save(commit=not self.page.live)
        if self.has_content_changes:
            self.page.save_revision(user=self.request.user, log_action=True)
        return redirect("publish_gate", self.page.pk)

    def get_side_panels(self) -> MediaContainer:
        panels = super().get_side_panels()
        is_whole_screen = not self.expects_json_response and not self.hydrate_create_view
        if is_whole_screen and not self.page.alias_of_id:
            beside = [panel(self.page, self.request) for panel in (FindingsPanel, RelatedPanel)]
            panels = MediaContainer([*panels, *beside])
        return panels


class ArticleScreens(PageViewSet):
    model = Article
    name = "article_screens"
    edit_view_class = EditArticle
    parent_models = ()  # the tree shows all kinds of pages


class PlainPageScreens(PageViewSet):
    model = PlainPage
    name = "plain_page_screens"
    edit_view_class = EditPage
    parent_models = ()
