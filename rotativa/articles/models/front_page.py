"""The front page of one language: parent of its articles and plain pages."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from rotativa.articles.blocks import FrontBlock
from rotativa.articles.choosers import ArticlePanel
from rotativa.articles.models.article import Article
from rotativa.articles.models.front_page_form import FrontPageForm
from rotativa.articles.rules import FrontRules
from rotativa.pages.models.base import BasePage

if TYPE_CHECKING:
    from rotativa.people.models import User


class FrontPage(BasePage):
    lead = models.ForeignKey(
        "articles.Article",
        verbose_name=_("lead"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "Without one, the latest pinned article leads, else the latest with a picture."
        ),
    )
    also = StreamField(
        FrontBlock(),
        verbose_name=_("blocks"),
        blank=True,
        help_text=_("Without any, the front page arranges itself: sections in their order."),
    )

    is_of_today = True
    reader_fields: ClassVar[tuple[str, ...]] = ()  # each language arranges its own
    template = "articles/front_page.html"
    base_form_class = FrontPageForm
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["articles.Article", "pages.PlainPage"]
    content_panels = [
        *Page.content_panels,
        ArticlePanel("lead"),
        FieldPanel("also"),
    ]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def permissions_for_user(self, user: "User") -> FrontRules:
        return FrontRules(user, self)

    @property
    def localized_draft(self) -> Page:
        """Itself in its own language; Wagtail asks which that is each time it looks for a page."""
        if self.language_of_root() == translation.get_language():
            return self
        page: Page = super().localized_draft
        return page

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Articles are reached by date and slug; all else as everywhere in the tree.

        Where the front page of a language is a draft, Wagtail asks the main one instead. What is
        published below the draft keeps its address; of another language nothing is shown here.
        """
        if self.language_of_root() != translation.get_language():
            return self.in_active_language().route(request, path_components)
        match path_components:
            case [year, month, day, slug] if (year + month + day).isdecimal():
                return self.route_to_article(f"{year}-{month}-{day}", slug)
            case [slug] if moved := Article.objects.child_of(self).live().filter(slug=slug).first():
                return RouteResult(self, kwargs={"moved_to": moved})
        return super().route(request, path_components)

    def language_of_root(self) -> str:
        """The page's language; from what Wagtail keeps of the roots, which costs no query."""
        roots = {root.root_path: root.language_code for root in Site.get_site_root_paths()}
        return str(roots.get(self.url_path) or self.language)

    def in_active_language(self) -> "FrontPage":
        fronts = FrontPage.objects.filter(translation_key=self.translation_key)
        own = fronts.filter(locale__language_code=translation.get_language())
        front = own.select_related("locale").first()
        if front is None:
            raise Http404
        return front

    def route_to_article(self, day: str, slug: str) -> RouteResult:
        article = (
            Article.objects.child_of(self)
            .filter(published_date__isnull=False, slug=slug)
            .select_related(
                "locale", "section__locale", "lead_image", "share_card", "translation_state"
            )
            .first()
        )
        if article is None or f"{article.published_date:%Y-%m-%d}" != day:
            raise Http404
        if not article.live:
            return RouteResult(self, kwargs={"withdrawn": article})
        return RouteResult(article)

    def serve(
        self,
        request: HttpRequest,
        *args: Any,
        moved_to: Article | None = None,
        withdrawn: Article | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        if moved_to is not None:
            return redirect(moved_to.get_url(request), permanent=True)
        if withdrawn is not None:
            return self.serve_gone(request, withdrawn)
        return super().serve(request, *args, **kwargs)

    def serve_gone(self, request: HttpRequest, article: Article) -> HttpResponse:
        """410: the article was public once, and is not any more."""
        with translation.override(self.language):
            context = {"article": article, "canonical": ""}
            return render(request, "articles/gone.html", context, status=410)
