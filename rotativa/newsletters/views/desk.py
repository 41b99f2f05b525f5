"""What editors do with issues at the desk: look at them as they arrive, arrange, send and settle."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.models import Locale

from rotativa.articles.sitemaps import languages_shown
from rotativa.lib.framed_mail import FRAME, HEADERS
from rotativa.newsletters import actions
from rotativa.newsletters.actions import CannotSend, SentAlready
from rotativa.newsletters.addresses import NotAnAddress
from rotativa.newsletters.composing.contents import Contents, Corrected, Discussed, Story
from rotativa.newsletters.desk_forms import ArrangeForm, ComposeForm
from rotativa.newsletters.mime.slots import TOKEN
from rotativa.newsletters.models import Delivery, Issue, Link, Subscriber
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.progress import Progress, progress_of
from rotativa.newsletters.reasons import Why
from rotativa.newsletters.rules import Going, Nothing
from rotativa.newsletters.schedule import is_ahead
from rotativa.newsletters.tasks import send_trial, wake
from rotativa.people.requests import DeskRequest

VIEW, CHANGE = "newsletters.view_issue", "newsletters.change_issue"
VIEW_SUBSCRIBERS = "newsletters.view_subscriber"
LIST = "newsletter_issues:index"
LOOK = "newsletter_issues:look"
MOST_ROWS = 100
MOST_TRIALS = 5
NOT_AS_IT_WAS = gettext_lazy("The issue is not as it was: look at it again.")
NOBODY = "preview"
"""Where a letter names its subscriber."""


@require_POST
@permission_required(CHANGE)
def compose(request: DeskRequest) -> HttpResponse:
    form = ComposeForm(request.POST, shown=languages_shown())
    if not form.is_valid():
        return HttpResponseBadRequest()
    newsletter, language = form.cleaned_data["newsletter"], form.cleaned_data["language"]
    locale = get_object_or_404(Locale, language_code=language)
    issue = actions.compose_now(newsletter, locale, at=timezone.now())
    return redirect(LOOK, issue.pk) if issue else redirect(LIST)


@permission_required(VIEW)
def look(request: DeskRequest, pk: int) -> HttpResponse:
    """The draft, or the report of what was sent. Arranging it posts here, too."""
    issue = issue_at(pk)
    may = request.user.has_perm(CHANGE)
    contents = Contents.of(issue)
    given = request.POST if request.method == "POST" and may else None
    form = ArrangeForm(given, contents=contents, subject=issue.subject, version=issue.version)
    if given is not None and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("note", "subject")}
        if actions.arrange_issue(issue, order=form.order(), at=timezone.now(), **told):
            messages.success(request, _("The issue is arranged as you said."))
        else:
            messages.error(request, NOT_AS_IT_WAS)
        return redirect(LOOK, pk)
    context = {
        "issue": issue,
        "page_title": issue.subject,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse(LIST), "label": _("Issues")},
            {"url": "", "label": issue.subject},
        ],
        "header_title": issue.subject,
        "header_icon": "mail",
        "form": form,
        "may": may,
        "frame_may": FRAME,
        "sees_addresses": request.user.has_perm(VIEW_SUBSCRIBERS),
        "text": issue.text.replace(TOKEN, NOBODY),
        "deeds": deeds_of(issue),
        "trials": issue.trials.latest_first()[:MOST_TRIALS],
        **(
            {
                "audience": Subscriber.objects.audience(issue).count(),
                "waits_for_news": waits_for_news(issue, contents),
                "comes_again": issue.newsletter.going == Going.ALONE
                and is_ahead(issue, timezone.now()),
            }
            if issue.is_draft
            else report_of(issue)
        ),
    }
    return TemplateResponse(request, "newsletters/desk/look.html", context)


def issue_at(pk: int) -> Issue:
    return get_object_or_404(Issue.objects.select_related("newsletter"), pk=pk)


def waits_for_news(issue: Issue, contents: Contents) -> bool:
    """The clock leaves it out while it has none, unless an editor has arranged it."""
    is_quiet = issue.newsletter.if_nothing == Nothing.NONE and not contents.has_news
    return is_quiet and issue.edited_at is None


def waiting_for_news(drafts: Iterable[int]) -> set[int]:
    """Those of them; one query."""
    rows = Issue.objects.filter(pk__in=drafts).select_related("newsletter").defer("html", "text")
    return {issue.pk for issue in rows if waits_for_news(issue, Contents.of(issue))}


def report_of(issue: Issue) -> dict[str, Any]:
    rows = Delivery.objects.filter(issue=issue)
    return {
        "progress": progress_of([issue]).get(issue.pk, Progress()),
        "doubtful": list(rows.doubtful()[:MOST_ROWS]),
        "failed": list(rows.filter(state=State.FAILED).order_by("pk")[:MOST_ROWS]),
        "retried": list(rows.retrying().order_by("due_at", "pk")[:MOST_ROWS]),
        "most": MOST_ROWS,
        "links": links_of(issue),
        "is_busy": issue.stage in {Stage.SENDING, Stage.ENDING},
    }


def links_of(issue: Issue) -> list[tuple[str, Link]]:
    """Each as the issue calls it."""
    contents = Contents.of(issue)
    told: tuple[Story | Corrected | Discussed, ...] = (
        *contents.corrections,
        *contents.discussed,
        *contents.stories,
    )
    titles = {each.path: each.title for each in told}
    links = issue.links.most_followed()
    return [(titles.get(link.path.partition("#")[0], link.path), link) for link in links]


@never_cache
@require_GET
@permission_required(VIEW)
def as_html(request: DeskRequest, pk: int) -> HttpResponse:
    """Exactly as it arrives, in a frame that can do nothing."""
    html = issue_at(pk).html.replace(TOKEN, NOBODY)
    return HttpResponse(html, headers=HEADERS)


Deed = Callable[[DeskRequest, Issue], str]
"""What is done, and says what came of it."""


class CannotDo(Exception):
    """The message says why, for the editor."""


@require_POST
@permission_required(CHANGE)
def do(request: DeskRequest, pk: int, deed: str) -> HttpResponse:
    if deed not in DEEDS:
        return HttpResponseBadRequest()
    issue = issue_at(pk)
    try:
        messages.success(request, DEEDS[deed](request, issue))
    except CannotDo as error:
        messages.error(request, str(error))
    return redirect(LOOK, pk)


def send(request: DeskRequest, issue: Issue) -> str:
    if "sure" not in request.POST:
        raise CannotDo(
            _("Tick the box to say that you mean it: what is sent cannot be fetched back.")
        )
    try:
        sent = actions.send_now(issue, at=timezone.now())
    except SentAlready as error:
        raise CannotDo(_("The issue is no draft any more.")) from error
    except CannotSend as error:
        raise CannotDo(_("The issue has nothing to tell.")) from error
    wake([sent])
    words = ngettext(
        "The issue goes to %(n)d subscriber.",
        "The issue goes to %(n)d subscribers.",
        sent.frozen_count,
    )
    return words % {"n": sent.frozen_count}


def trial(request: DeskRequest, issue: Issue) -> str:
    """What becomes of it stands on the issue's page."""
    address = request.user.email
    try:
        asked = actions.ask_for_trial(issue, to=address, at=timezone.now())
    except NotAnAddress as error:
        raise CannotDo(_("%(address)s takes no mail.") % {"address": address}) from error
    transaction.on_commit(partial(send_trial.enqueue, asked.pk))
    return _("A test is on its way to %(address)s.") % {"address": address}


def renew(request: DeskRequest, issue: Issue) -> str:
    was_done = actions.renew_draft(issue, at=timezone.now())
    return done(was_done, _("The issue has what is new: look at it again."))


def skip(request: DeskRequest, issue: Issue) -> str:
    return done(actions.skip_issue(issue), _("The issue is left out: nobody gets it."))


def take_up(request: DeskRequest, issue: Issue) -> str:
    return done(actions.take_up_issue(issue), _("The issue is a draft again. It waits for you."))


def pause(request: DeskRequest, issue: Issue) -> str:
    why = Why.STOPPED.kept(name=request.user)
    return done(actions.pause_issue(issue, why=why), _("Stopped. What is on its way is finished."))


def resume(request: DeskRequest, issue: Issue) -> str:
    said = done(actions.resume_issue(issue, at=timezone.now()), _("The issue goes on."))
    wake([issue])
    return said


def end(request: DeskRequest, issue: Issue) -> str:
    if "sure" not in request.POST:
        raise CannotDo(
            _("Tick the box to say that you mean it: an ended issue goes to nobody any more.")
        )
    words = _("The issue has ended. Whoever waits for it is left out within a few minutes.")
    return done(actions.end_issue(issue, why=Why.ENDED.kept(name=request.user)), words)


def withdraw(request: DeskRequest, issue: Issue) -> str:
    words = _("The issue is off the web: its page says that it was withdrawn.")
    return done(actions.withdraw_issue(issue, at=timezone.now()), words)


def show_again(request: DeskRequest, issue: Issue) -> str:
    return done(actions.show_issue_again(issue), _("The issue is on the web again."))


def arrived(request: DeskRequest, issue: Issue) -> str:
    number = actions.settle_doubtful(issue, arrived=True, at=timezone.now())
    words = ngettext("%(n)d letter counts as arrived.", "%(n)d letters count as arrived.", number)
    return done(number > 0, words % {"n": number})


def again(request: DeskRequest, issue: Issue) -> str:
    number = actions.settle_doubtful(issue, arrived=False, at=timezone.now())
    wake([issue])
    words = ngettext("%(n)d letter is sent again.", "%(n)d letters are sent again.", number)
    return done(number > 0, words % {"n": number})


def done(was_done: bool, words: str) -> str:
    if not was_done:
        raise CannotDo(str(NOT_AS_IT_WAS))
    return words


DEEDS: dict[str, Deed] = {
    "send": send,
    "trial": trial,
    "renew": renew,
    "skip": skip,
    "take-up": take_up,
    "pause": pause,
    "resume": resume,
    "end": end,
    "withdraw": withdraw,
    "show-again": show_again,
    "arrived": arrived,
    "again": again,
}


def deeds_of(issue: Issue) -> set[str]:
    """What can be done with it as it is."""
    if issue.is_draft:
        sending = {"send"} if actions.has_something_to_send(issue, at=timezone.now()) else set()
        return {"trial", "renew", "skip", *sending}
    on_the_web = "show_again" if issue.is_withdrawn else "withdraw"
    doubts = {"arrived"} if issue.is_ended else {"arrived", "again"}
    return {
        Stage.SKIPPED: {"take_up"},
        Stage.SENDING: {"pause", "trial", on_the_web, *doubts},
        Stage.PAUSED: {"resume", "end", "trial", on_the_web, *doubts},
        Stage.ENDING: {"trial", on_the_web},
        Stage.DONE: {"trial", on_the_web, *doubts},
    }[Stage(issue.stage)]
