"""What writers do with the versions of a page in the languages of the paper."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.contrib.simple_translation.views import SubmitPageTranslationView
from wagtail.models import Locale, Page

from rotativa.articles.actions import NotLinked, link_translations, unlink_translation
from rotativa.articles.models import Article
from rotativa.articles.translators.configured import translator
from rotativa.newsroom.forms import CheckForm, LinkForm, PublishVersionsForm, TranslationForm
from rotativa.newsroom.gate import gate_of
from rotativa.newsroom.rules import (
    is_any_locked,
    languages_to_translate,
    may_change_versions,
    may_publish,
    may_read,
)
from rotativa.newsroom.views.machine_drafts import LIST, ask
from rotativa.pages.actions import (
    CannotTranslate,
    ChangedMeanwhile,
    NotChecked,
    Outcome,
    hindrance,
    make_original,
    mark_as_checked,
    publish_versions,
    translate_page,
)
from rotativa.pages.languages import name_of
from rotativa.pages.models import BasePage, TranslationState
from rotativa.people.models import User
from rotativa.people.requests import DeskRequest


@require_admin_access
def translate(request: DeskRequest, page_id: int) -> HttpResponseBase:
    """Wagtail's own screen for pages that arrange themselves in each language, such as a front page."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not getattr(page, "reader_fields", ()):
        return SubmitPageTranslationView.as_view()(request, page_id=page_id)
    languages = languages_to_translate(page, request.user)
    if not may_read(page, request.user):
        raise PermissionDenied
    asked = {
        "locale": next(
            (each.pk for each in languages if each.language_code == request.GET.get("to")), None
        )
    }
    form = TranslationForm(
        request.POST or None,
        initial=asked,
        languages=languages,
        has_machine=isinstance(page, Article) and translator() is not None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            return begin_translation(request, page, **form.cleaned_data)
        except CannotTranslate as error:
            messages.error(request, str(error))
        except IntegrityError:  # the button was pressed twice
            messages.error(request, _("There is a version in this language already."))
    context = {"page": page, "form": form, "languages": languages}
    return TemplateResponse(request, "newsroom/translate.html", context)


def begin_translation(
    request: DeskRequest, page: BasePage, *, locale: Locale, title: str, by_machine: bool = False
) -> HttpResponse:
    """By the machine the draft is made in a task, so its form is not opened meanwhile."""
    if by_machine:
        if title:
            translate_page(page, locale=locale, by=request.user, title=title)
        ask(request, page, locale, is_anew=False)
        return redirect(LIST)
    copy = translate_page(page, locale=locale, by=request.user, title=title)
    messages.success(request, _("A draft in %(language)s was made.") % named(copy))
    return redirect("wagtailadmin_pages:edit", copy.pk)


@require_POST
@require_admin_access
def mark_checked(request: DeskRequest, page_id: int) -> HttpResponse:
    state = state_to_change(request, page_id)
    if state.is_machine_draft and not may_publish(state.page, request.user):
        raise PermissionDenied
    form = CheckForm(request.POST)
    if not form.is_valid():
        raise PermissionDenied
    try:
        mark_as_checked(state, by=request.user, at=timezone.now(), **form.asked)
    except ChangedMeanwhile:
        messages.error(
            request,
            _("The original, or the translation, has changed again meanwhile: look once more."),
        )
    else:
        messages.success(request, _("Checked: it says what its original says."))
    return redirect("wagtailadmin_pages:edit", page_id)


@require_POST
@require_admin_access
def turn_round(request: DeskRequest, page_id: int) -> HttpResponse:
    page = state_to_change(request, page_id).page.specific
    if is_free(request, versions_of(page)):
        try:
            make_original(page)
        except NotChecked as error:
            messages.error(request, str(error))
        else:
            told = _("The version in %(language)s is the original now.")
            messages.success(request, told % named(page))
    return redirect("wagtailadmin_pages:edit", page_id)


def versions_of(page: BasePage) -> list[Page]:
    return list(page.get_translations(inclusive=True).filter(alias_of=None))


def is_free(request: DeskRequest, versions: list[Page]) -> bool:
    """What belongs together is shown on every version: on those that readers have, by a publisher."""
    if not may_change_versions(versions, request.user):
        raise PermissionDenied
    if is_any_locked(versions, request.user):
        messages.error(request, _("A version is locked, so nothing was changed."))
        return False
    return True


@require_admin_access
def link(request: DeskRequest, page_id: int) -> HttpResponse:
    article = article_to_change(request, page_id)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        original = form.cleaned_data["original"]
        if not may_read(original, request.user):
            raise PermissionDenied
        if not is_free(request, [article, *versions_of(original)]):
            return redirect("wagtailadmin_pages:edit", page_id)
        try:
            link_translations(article, original=original)
        except NotLinked as error:
            form.add_error("original", str(error))
        else:
            messages.success(request, _("They are versions of one article now."))
            return redirect("wagtailadmin_pages:edit", page_id)
    context = {"page": article, "form": form}
    return TemplateResponse(request, "newsroom/link_translation.html", context)


@require_POST
@require_admin_access
def unlink(request: DeskRequest, page_id: int) -> HttpResponse:
    article = article_to_change(request, page_id)
    if is_free(request, versions_of(article)):
        try:
            unlink_translation(article)
        except NotChecked as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("It is an article of its own now."))
    return redirect("wagtailadmin_pages:edit", page_id)


@require_admin_access
def publish_together(request: DeskRequest, page_id: int) -> HttpResponse:
    page = page_to_change(request, page_id)
    versions = [each.specific for each in versions_of(page)]
    why_not = {each: why_not_now(each, by=request.user) for each in versions}
    ready = [each for each, why in why_not.items() if not why]
    form = PublishVersionsForm(request.POST or None, pages=ready)
    if request.method == "POST" and form.is_valid():
        chosen = set(form.cleaned_data["pages"].values_list("pk", flat=True))
        for outcome in publish_versions(
            [each for each in ready if each.pk in chosen], by=request.user
        ):
            tell(request, outcome)
        return redirect("wagtailadmin_pages:edit", page_id)
    context = {
        "page": page,
        "form": form,
        "ready": ready,
        "left": [(name_of(each.language), each, why) for each, why in why_not.items() if why],
    }
    return TemplateResponse(request, "newsroom/publish_together.html", context)


def why_not_now(page: BasePage, *, by: User) -> str:
    if why := hindrance(page, by=by):
        return why
    if gate_of(page):
        return _("It leans on sources without a good copy: publish it from its own page.")
    return ""


def tell(request: HttpRequest, outcome: Outcome) -> None:
    words = named(outcome.page) | {"why": outcome.why_not}
    if outcome.is_published:
        button = messages.button(outcome.page.get_url(request), _("View live"), new_window=False)
        messages.success(request, _("%(Language)s: published.") % words, buttons=[button])
    else:
        messages.warning(request, _("%(Language)s: not published. %(why)s") % words)


def named(page: BasePage) -> dict[str, Any]:
    name = name_of(page.language) or page.language
    return {"language": name, "Language": name[:1].upper() + name[1:]}


def page_to_change(request: DeskRequest, page_id: int) -> BasePage:
    page: BasePage = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page


def article_to_change(request: DeskRequest, page_id: int) -> Article:
    get_object_or_404(Article, pk=page_id)
    article: Article = page_to_change(request, page_id)
    return article


def state_to_change(request: DeskRequest, page_id: int) -> TranslationState:
    """Of a page whose original one may read: nobody checks against what they cannot see."""
    page = page_to_change(request, page_id)
    state = get_object_or_404(
        TranslationState.objects.select_related("page", "original"), page=page
    )
    if not may_read(state.original.specific, request.user):
        raise PermissionDenied
    return state
