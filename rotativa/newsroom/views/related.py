"""Articles that another one may go on from, for the editor to add with one press."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET
from wagtail.admin.auth import require_admin_access
from wagtail.models import Locale

from rotativa.articles.search.query import cleaned
from rotativa.articles.search.related import related_to
from rotativa.articles.search.wanted import TooLong
from rotativa.pages.today import today


@require_admin_access
@require_GET
def related(request: HttpRequest) -> HttpResponse:
    """A piece of the edit page, by the words that stand in its form now."""
    locale = get_object_or_404(Locale, language_code=cleaned(request.GET.get("language", "")))
    page = request.GET.get("page", "")
    leave_out = int(page) if page.isascii() and page.isdigit() and len(page) < 18 else None
    try:
        found = related_to(
            request.GET.get("text", ""), locale=locale, today=today(), leave_out=leave_out
        )
    except TooLong:
        found = []
    return TemplateResponse(request, "newsroom/parts/related.html", {"articles": found})
