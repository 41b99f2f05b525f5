"""Where the desk asks before an article is published that leans on sources without a good copy."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.models import Page

from rotativa.articles.models import Article
from rotativa.articles.proof import unproven_sources

APPROVE = "approve"
MOST_TOLD = 10
MOST_AT_ONCE = 100
"""Each is read, looked into and published while its editor waits."""


def gate_of(page: Page) -> str:
    """Where whoever publishes its latest draft is asked; empty where nothing is to be asked."""
    draft = page.get_latest_revision_as_object()
    if not isinstance(draft, Article) or not unproven_sources(draft):
        return ""
    return reverse("publish_gate", args=[page.pk])


def ask_before_publishing(_request: HttpRequest, page: Page) -> HttpResponse | None:
    """From the form of an article; the draft is stored by then."""
    gate = gate_of(page)
    return redirect(gate) if gate else None


def ask_before_publishing_many(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Nothing is published before each of them has been answered for."""
    if action_type != "publish":
        return None
    pages = [page for page in objects if isinstance(page, Page)]
    goes_below = action.cleaned_form.cleaned_data["include_descendants"]
    number = len(pages) + (sum(drafts_below(page).count() for page in pages) if goes_below else 0)
    if number > MOST_AT_ONCE:
        words = _("These are %(number)d pages, and nothing was published: choose %(most)d at most.")
        messages.warning(request, words % {"number": number, "most": MOST_AT_ONCE})
        return redirect("articles:index")
    if goes_below:
        pages += [below for page in pages for below in drafts_below(page)]
    found = ((page, gate) for page in pages if (gate := gate_of(page)))
    asked = list(islice(found, MOST_TOLD))
    for page, gate in asked:
        words = _("“%(title)s” leans on sources without a good copy. Nothing was published.")
        button = messages.button(gate, _("Look at them"), new_window=False)
        title = page.get_admin_display_title()
        messages.warning(request, words % {"title": title}, buttons=[button])
    return redirect("articles:index") if asked else None


def drafts_below(page: Page) -> Any:
    return page.get_descendants().not_live()


def is_last_approval(page: Page, action: str) -> bool:
    """The one that publishes."""
    state = page.current_workflow_state
    return action == APPROVE and state is not None and bool(state.is_at_final_task)


class Approve(WorkflowActionView):
    """Wagtail's own, from wherever an editor approves but the form."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        publishes = is_last_approval(self.object, self.action_name)
        gate = gate_of(self.object) if publishes else ""
        if not gate:
            answer: HttpResponseBase = super().post(request, *args, **kwargs)
            return answer
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            told: HttpResponseBase = self.render_modal_json(
                request, {"step": "success", "redirect": gate}
            )
            return told
        return redirect(gate)
