from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages.create import AddSubpageView
from wagtail.models import Page

from rotativa.articles.models import FrontPage
from rotativa.newsroom.rules import adds_articles_only


@require_admin_access
def add_page(request: HttpRequest, parent_page_id: int) -> HttpResponseBase:
    """Wagtail's choice of kinds; who may not add plain pages has none, and begins an article."""
    parent = get_object_or_404(Page, pk=parent_page_id)
    if parent.specific_class is FrontPage and adds_articles_only(parent, request.user):
        return redirect("wagtailadmin_pages:add", "articles", "article", parent.pk)
    return AddSubpageView.as_view()(request, parent_page_id)
