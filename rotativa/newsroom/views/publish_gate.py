"""The page that asks whoever publishes what leans on sources without a good copy."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from rotativa.articles.actions import publish_unproven, waive_copies
from rotativa.articles.models import Article
from rotativa.articles.models.waiver import MAX_REASON
from rotativa.articles.proof import unproven_sources
from rotativa.newsroom.gate import APPROVE
from rotativa.newsroom.rules import may_publish
from rotativa.pages.actions import flaw_of, hindrance
from rotativa.people.models import User
from rotativa.people.requests import DeskRequest


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it is published all the same"),
        max_length=MAX_REASON,
        help_text=gettext_lazy(
            "Kept with your name and the sources, for editors; readers do not see it."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


@require_admin_access
def publish_gate(request: DeskRequest, page_id: int) -> HttpResponse:
    article = get_object_or_404(Article, pk=page_id)
    if not may_answer(article, request.user):
        raise PermissionDenied
    revision = article.get_latest_revision()
    draft: Article = article.get_latest_revision_as_object()
    unproven = unproven_sources(draft)
    known = {"revision": revision.pk if revision else 0}
    form = ReasonForm(request.POST or None, initial=known)
    if request.method == "POST" and unproven and form.is_valid():
        if form.cleaned_data["revision"] == known["revision"]:
            return answer_for(request, draft, form.cleaned_data["reason"])
        messages.error(request, _("The article has been changed meanwhile: look once more."))
        return redirect("publish_gate", page_id)
    later = draft.go_live_at is not None and draft.go_live_at > timezone.now()
    context = {
        "article": draft,
        "unproven": unproven,
        "form": form,
        "is_scheduled": later,
        "is_approval": article.workflow_in_progress,
    }
    return TemplateResponse(request, "newsroom/publish_gate.html", context)


def may_answer(article: Article, user: User) -> bool:
    """Whoever publishes it: of what waits for an approval, whoever approves it."""
    task = article.current_workflow_task
    if task is None:
        return may_publish(article, user)
    return APPROVE in {action for action, *_words in task.specific.get_actions(article, user)}


def answer_for(request: DeskRequest, draft: Article, reason: str) -> HttpResponse:
    """What waits for an approval is approved by its own button, once the reason is there."""
    by, at = request.user, timezone.now()
    rule = flaw_of if draft.workflow_in_progress else hindrance
    if why := rule(Article.objects.get(pk=draft.pk), by=by):
        messages.error(request, _("It was not published. %(why)s") % {"why": why})
        return redirect("wagtailadmin_pages:edit", draft.pk)
    if draft.workflow_in_progress:
        waive_copies(draft, reason=reason, by=by, at=at)
        messages.success(request, _("The reason is kept. Now it can be approved."))
        return redirect("wagtailadmin_pages:edit", draft.pk)
    revision = draft.get_latest_revision()
    if revision is None:
        raise PermissionDenied
    publish_unproven(draft, revision, reason=reason, by=by, at=at)
    article = Article.objects.get(pk=draft.pk)
    if article.live and not article.has_unpublished_changes:
        button = messages.button(article.get_url(request), _("View live"), new_window=False)
        messages.success(request, _("It is published, and the reason is kept."), buttons=[button])
    else:
        messages.success(request, _("It will be published at its hour, and the reason is kept."))
    return redirect("articles:index")
