"""What editors do with machine drafts at the desk."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Locale, Page

from rotativa.articles.actions import NotAsked, cancel_machine_draft, request_machine_draft
from rotativa.articles.models import Article, MachineDraft
from rotativa.newsroom.locales import name_of
from rotativa.newsroom.rules import may_draft
from rotativa.people.models import User
from rotativa.people.requests import DeskRequest

LIST = "machine_drafts:index"
GRID = "translations:index"


@require_POST
@require_admin_access
def draft(request: DeskRequest) -> HttpResponse:
    """Of one cell of the grid: `draft` names the article and the language."""
    article_pk, _colon, locale_pk = request.POST.get("draft", "").partition(":")
    if not (article_pk.isdecimal() and locale_pk.isdecimal()):
        raise PermissionDenied
    article = get_object_or_404(Article, pk=article_pk)
    locale = get_object_or_404(Locale, pk=locale_pk)
    ask(request, article, locale, is_anew=False)
    return redirect(get_valid_next_url_from_request(request) or GRID)


@require_POST
@require_admin_access
def again(request: DeskRequest, pk: int) -> HttpResponse:
    """From the list of drafts; `anew` has what editors wrote replaced, too."""
    asked = get_object_or_404(MachineDraft, pk=pk)
    ask(request, asked.source, asked.locale, is_anew="anew" in request.POST)
    return redirect(LIST)


def ask(request: DeskRequest, article: Article, locale: Locale, *, is_anew: bool) -> None:
    if not may_draft(article, request.user, locale=locale):
        raise PermissionDenied
    try:
        request_machine_draft(article, locale, by=request.user, at=timezone.now(), is_anew=is_anew)
    except NotAsked as error:
        messages.error(request, str(error))
    else:
        words = {"title": article.get_admin_display_title(), "language": name_of(locale)}
        messages.success(request, _("“%(title)s” will be drafted in %(language)s.") % words)


@require_POST
@require_admin_access
def cancel(request: DeskRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(MachineDraft, pk=pk)
    if not may_draft(asked.source, request.user, locale=asked.locale):
        raise PermissionDenied
    if cancel_machine_draft(asked, at=timezone.now()):
        messages.success(request, _("Stopped: nothing was written."))
    return redirect(LIST)


class DraftForm(forms.Form):
    locale = forms.ModelChoiceField(label=gettext_lazy("Into"), queryset=Locale.objects.all())


class DraftMany(PageBulkAction):
    """Articles that are ticked, in one language."""

    display_name = gettext_lazy("Draft by machine")
    action_type = "machine_draft"
    action_priority = 5  # among the first, not behind "More"
    aria_label = gettext_lazy("Have a machine draft the selected articles in another language")
    template_name = "newsroom/draft_many.html"
    models = [Page]
    form_class = DraftForm

    def get_all_objects_in_listing_query(self, _parent: str | None) -> list[int]:
        """Only what is on the screen: all of an archive is not translated by a slip of the hand."""
        return []

    def check_perm(self, obj: Page) -> bool:
        return isinstance(obj.specific_deferred, Article)

    def get_execution_context(self) -> dict[str, Any]:
        return {"user": self.request.user, "locale": self.cleaned_form.cleaned_data["locale"]}

    @classmethod
    def execute_action(
        cls, objects: Sequence[Page], *, user: User, locale: Locale, **_: Any
    ) -> tuple[int, int]:
        """How many are drafted, and how many left: in the language itself, or not to be written by one."""
        asked = 0
        for page in objects:
            article: Article = page.specific_deferred
            if not may_draft(article, user, locale=locale):
                continue
            try:
                request_machine_draft(article, locale, by=user, at=timezone.now())
            except NotAsked:
                continue
            asked += 1
        return asked, len(objects) - asked

    def get_success_message(self, count: int, left: int) -> str:
        told = ngettext(
            "%(count)s article will be drafted by the machine.",
            "%(count)s articles will be drafted by the machine.",
            count,
        ) % {"count": count}
        return f"{told} {words_of_left(left)}" if left else told


def words_of_left(count: int) -> str:
    return ngettext(
        "%(count)s was left: its original is in that language, or you may not write it there.",
        "%(count)s were left: their originals are in that language, or you may not write them there.",
        count,
    ) % {"count": count}
