"""One click that sets quotes and dashes as the article's language does."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from rotativa.articles.models import Article
from rotativa.articles.typeset import set_marks
from rotativa.people.requests import DeskRequest


@require_POST
@require_admin_access
def typography(request: DeskRequest, page_id: int) -> HttpResponse:
    """A draft more, which its editor looks through and publishes, or takes back by its history."""
    stored = get_object_or_404(Article, pk=page_id)
    may = stored.permissions_for_user(request.user)
    if not may.can_edit() or may.page_locked():
        raise PermissionDenied
    article = set_marks(stored.get_latest_revision_as_object())
    article.save_revision(user=request.user, log_action=True)
    messages.success(
        request, _("Quotes and dashes were set in a new draft. Please look it through.")
    )
    return redirect("wagtailadmin_pages:edit", page_id)
