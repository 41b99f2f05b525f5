"""All comments of an article, in any order, and the form to write one. Never printed: it is a reader's own."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rotativa.articles.models import Article
from rotativa.comments import access
from rotativa.comments.actions import (
    Banned,
    Closed,
    NothingSaid,
    Refused,
    Repeated,
    Sent,
    SentBefore,
    standing_of,
    wants_mails,
    wish_for_mails,
    write_comment,
)
from rotativa.comments.conversation import conversation_of, is_closed, page_of
from rotativa.comments.forms import CommentForm
from rotativa.comments.limits import (
    count_look,
    is_crowded,
    take_place_for_kept_words,
    take_places_for_comment,
    visitor_of,
)
from rotativa.comments.models import Comment
from rotativa.comments.puzzle import is_solved, puzzle_for
from rotativa.comments.rules import LONGEST, Order, Reason
from rotativa.comments.signed_form import FormSeal, seal, unseal
from rotativa.comments.text import cleaned
from rotativa.lib.attempts import TooManyAttempts, give_back
from rotativa.lib.visits import TooManyVisits
from rotativa.pages.addresses import local_url
from rotativa.pages.frame import Translation
from rotativa.pages.middleware import too_many
from rotativa.pages.templatetags.moments import long_moment
from rotativa.readers.guards import ReaderRequest
from rotativa.readers.rules import may_enter_desk

KEPT = "comments_kept_words"
FOR_GOOD = 9999
"""The year of a ban that has no end."""
TRAP = "subject"
"""A field that no person sees."""


View = Callable[..., HttpResponseBase]


def bounded(view: View) -> View:
    """Whoever looks too often waits: what is made for each who asks reads the whole thread."""

    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            count_look(request, at=timezone.now())
        except TooManyVisits as refused:
            return too_many(request, seconds=refused.seconds)
        return view(request, *args, **kwargs)

    return counted


@never_cache
@require_safe
@bounded
def comments(request: HttpRequest, thread: UUID) -> HttpResponseBase:
    article = access.article_of(thread)
    given = request.GET.get("page", "")
    conversation = conversation_of(
        article,
        order=request.GET["order"] if request.GET.get("order") in Order.values else "",
        page=int(given) if given.isascii() and given.isdigit() and len(given) < 5 else 1,
    )
    context = {
        "article": article,
        "conversation": conversation,
        "orders": Order.choices,
        "others": range(1, conversation.pages + 1),
        **frame_for(article, "comments"),
    }
    return TemplateResponse(request, "comments/all.html", context)


@never_cache
@require_safe
@bounded
def comment(request: HttpRequest, thread: UUID, pk: int) -> HttpResponseBase:
    """Leads to where it stands: under the article, or on a later page of all comments."""
    article = access.article_of(thread)
    access.comment_to_read(pk, article)
    page = page_of(article, pk)
    if page == 0:
        raise Http404
    where = local_url(article) if page == 1 else f"{reverse('comments', args=[thread])}?page={page}"
    return redirect(f"{where}#comment-{pk}")


@never_cache
@require_safe
@bounded
def mine(request: HttpRequest, thread: UUID) -> HttpResponse:
    """A reader's own comments, as a part of the article's page, which is the same for everybody."""
    if not request.user.is_authenticated:
        return HttpResponse(status=204)
    now = timezone.now()
    found = [
        (each, each.may_be_edited(at=now))
        for each in access.own_comments(thread, request.user)
        if each.is_approved or each.is_held
    ]
    response = render(request, "comments/parts/mine.html", {"mine": found, "thread": thread})
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@bounded
def write(request: HttpRequest, thread: UUID) -> HttpResponseBase:
    """Whoever is not signed in any more signs in and finds the words where they were."""
    if request.method == "POST" and not request.user.is_authenticated:
        return keep_words(request, thread)
    answer: HttpResponseBase = login_required(write_signed_in)(
        cast("ReaderRequest", request), thread
    )
    return answer


def write_signed_in(request: ReaderRequest, thread: UUID) -> HttpResponseBase:
    article = access.article_of(thread)
    now = timezone.now()
    if request.method != "POST":
        kept = request.session.pop(KEPT, {})
        text = kept.get("text", "") if kept.get("thread") == thread.hex else ""
        asked = kept.get("reply", "") if text else request.GET.get("reply", "")
        return form_page(request, article, parent=parent_of(asked, article), text=text, at=now)
    parent = parent_of(request.POST.get("reply", ""), article)
    form = CommentForm(request.POST)
    found = unseal(request.POST.get("seal", ""), thread, reader=request.user.pk, at=now)
    if found is None:
        messages.error(request, _("The form had lain for too long. Please send it again."))
    if found is None or not form.is_valid() or not request.user.public_name:
        return form_page(request, article, parent=parent, form=form, at=now)
    return take(request, article, form, parent=parent, found=found, at=now)


def take(
    request: ReaderRequest,
    article: Article,
    form: CommentForm,
    *,
    parent: Comment | None,
    found: FormSeal,
    at: datetime,
) -> HttpResponseBase:
    thread = article.translation_key
    try:
        places = take_places_for_comment(request, thread, at=at)
    except TooManyAttempts as refused:
        return too_many(request, seconds=refused.seconds)
    sent = Sent(
        text=form.cleaned_data["text"],
        form_key=found.key,
        parent=parent,
        is_quick=found.is_quick,
        is_trapped=bool(request.POST.get(TRAP)),
        has_proof=is_solved(request.POST.get("proof", ""), found.key),
        is_crowded=is_crowded(places),
        visitor=visitor_of(request),
        browser=request.headers.get("User-Agent", "")[:500],
    )
    try:
        comment = write_comment(article, sent, by=request.user, at=at)
    except Refused as refused:
        give_back(places)
        form.add_error("text", words_of(refused))
        return form_page(request, article, parent=parent, form=form, at=at)
    wish_for_mails(request.user, is_wanted="wants_mails" in request.POST)
    say_what_became_of(request, comment)
    return redirect("comment_write", thread=thread)


def words_of(refused: Refused) -> str:
    match refused:
        case Closed():
            return _("Comments on this article are closed.")
        case Banned(standing=standing):
            reason = Reason(standing.ban_reason).label if standing.ban_reason else ""
            if standing.banned_until is None or standing.banned_until.year == FOR_GOOD:
                return _("You cannot write comments any more. %(reason)s") % {"reason": reason}
            return _("You cannot write comments until %(moment)s. %(reason)s") % {
                "moment": long_moment(standing.banned_until),
                "reason": reason,
            }
        case Repeated():
            return _("You have said this already.")
        case NothingSaid():
            return _("Write something first.")
        case SentBefore():
            return _("Your first words were sent already. Send these as another comment.")
    raise refused


def say_what_became_of(request: HttpRequest, comment: Comment) -> None:
    if comment.is_approved:
        messages.success(request, _("Your comment is published. It is on the page in a moment."))
    else:
        messages.success(
            request, _("Your comment waits for an editor. Until then only you can see it.")
        )


def keep_words(request: HttpRequest, thread: UUID) -> HttpResponseBase:
    try:
        take_place_for_kept_words(request, at=timezone.now())
    except TooManyAttempts as refused:
        return too_many(request, seconds=refused.seconds)
    given = request.POST
    request.session[KEPT] = {
        "thread": thread.hex,
        "text": cleaned(given.get("text", "")[: 2 * LONGEST]),
        "reply": given.get("reply", "")[:20],
    }
    return write_to_sign_in(request)


def write_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    return redirect(f"{reverse('account_login')}?next={request.path}")


def parent_of(given: str, article: Article) -> Comment | None:
    """What is answered, as long as readers can read it there."""
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        return None
    return access.comments_to_read(article).filter(pk=int(given)).first()


def form_page(
    request: ReaderRequest,
    article: Article,
    *,
    parent: Comment | None,
    at: datetime,
    form: CommentForm | None = None,
    text: str = "",
) -> HttpResponseBase:
    thread = article.translation_key
    form = form or CommentForm(initial={"text": text})
    has_words = bool(form["text"].value())
    mine = access.own_comments(thread, request.user)
    sealed = seal(thread, reader=request.user.pk, at=at, has_words=has_words)
    context = {
        "article": article,
        "is_closed": is_closed(article),
        "form": form,
        "parent": parent,
        "seal": sealed,
        "puzzle": puzzle_of(request, sealed, thread, at=at),
        "mine": [(each, each.may_be_edited(at=at)) for each in mine],
        "longest": LONGEST,
        "wants_mails": wants_mails(request.user.pk),
        **frame_for(article, "comment_write"),
    }
    return TemplateResponse(request, "comments/write.html", context)


def puzzle_of(
    request: ReaderRequest, sealed: str, thread: UUID, *, at: datetime
) -> dict[str, str | int] | None:
    """For whoever is not trusted yet."""
    found = unseal(sealed, thread, reader=request.user.pk, at=at)
    if found is None or standing_of(request.user.pk).is_trusted or may_enter_desk(request.user):
        return None
    return puzzle_for(found.key)


def frame_for(article: Article, name: str) -> dict[str, Any]:
    """The same page in the other languages of the article."""
    found = []
    for language in access.languages_of(article):
        with translation.override(language):
            found.append(Translation(language, reverse(name, args=[article.translation_key])))
    return {"canonical": "", "translations": found}
