"""What every page of the paper has in common: it speaks its own language, whoever asks for it."""

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from wagtail.models import Page

from rotativa.pages import keys
from rotativa.pages.rules import PageRules

if TYPE_CHECKING:
    from rotativa.people.models import User


class BasePage(Page):
    """A page whose interface, dates and links follow the language of the page."""

    is_of_today = False
    """Whether the page is new each day: it carries the day's date, and counts that change."""
    reader_fields: ClassVar[tuple[str, ...]] = ("title", "seo_title", "search_description")
    """What a translation says in its language: a change of it makes translations stale."""
    reader_children: ClassVar[dict[str, tuple[str, ...]]] = {}
    """The same, of what hangs on the page."""

    class Meta:
        abstract = True

    @property
    def language(self) -> str:
        return str(self.locale.language_code)

    def permissions_for_user(self, user: "User") -> PageRules:
        return PageRules(user, self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Render at once and in the page's language: what is rendered later would follow the visitor's."""
        with translation.override(self.language):
            response = super().serve(request, *args, **kwargs)
            if isinstance(response, TemplateResponse):
                response.render()
        response.headers["Content-Language"] = self.language
        return response

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """In the language of the page, too, not in the one that the editor's desk speaks."""
        with translation.override(self.language):
            response: HttpResponse = super().serve_preview(request, mode_name)
            if isinstance(response, TemplateResponse):
                response.render()
        return response

    def live_translations(self) -> list[Page]:
        """The page in other languages, where readers can open it; aliases are no translations."""
        keys.declare(keys.translations(self.translation_key))
        return self._live_translations

    @cached_property
    def _live_translations(self) -> list[Page]:
        """Several parts of a page ask for them."""
        translations = self.get_translations().live().public().filter(alias_of__isnull=True)
        return list(translations.select_related("locale").order_by("locale_id"))
