"""What readers do with their own comments."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rotativa.articles.models import Article
from rotativa.comments import access
from rotativa.comments.actions import Refused, TooLate, delete_comment, edit_comment
from rotativa.comments.forms import CommentForm
from rotativa.comments.limits import take_place_for_edit
from rotativa.comments.models import Comment
from rotativa.comments.views.talk import frame_for, say_what_became_of, words_of
from rotativa.lib.attempts import TooManyAttempts
from rotativa.pages.middleware import too_many
from rotativa.readers.guards import ReaderRequest


@never_cache
@login_required
def edit(request: ReaderRequest, thread: UUID, pk: int) -> HttpResponseBase:
    article = access.article_of(thread)
    comment = access.own_comment(pk, thread, request.user)
    now = timezone.now()
    given = request.POST if request.method == "POST" else None
    form = CommentForm(given, initial={"text": comment.text})
    if not comment.may_be_edited(at=now):
        messages.error(request, _("Comments can be changed for 15 minutes."))
        return redirect("comment_write", thread=thread)
    if request.method == "POST" and form.is_valid():
        return change(request, article, comment, form, at=now)
    context = {"article": article, "form": form, **frame_for(article, "comment_write")}
    return TemplateResponse(request, "comments/edit.html", context)


def change(
    request: ReaderRequest, article: Article, comment: Comment, form: CommentForm, *, at: datetime
) -> HttpResponseBase:
    try:
        take_place_for_edit(request, at=at)
        edit_comment(comment, article, text=form.cleaned_data["text"], at=at)
    except TooManyAttempts as refused:
        return too_many(request, seconds=refused.seconds)
    except TooLate:
        messages.error(request, _("It was not changed."))
    except Refused as refused:
        messages.error(request, words_of(refused))
    else:
        say_what_became_of(request, comment)
    return redirect("comment_write", thread=article.translation_key)


@never_cache
@login_required
def delete(request: ReaderRequest, thread: UUID, pk: int) -> HttpResponseBase:
    """Asked once, on a page of its own: it cannot be brought back."""
    article = access.article_of(thread)
    comment = access.own_comment(pk, thread, request.user)
    if request.method == "POST":
        delete_comment(comment)
        messages.success(request, _("Your comment is deleted."))
        return redirect("comment_write", thread=thread)
    context = {"article": article, "comment": comment, **frame_for(article, "comment_write")}
    return TemplateResponse(request, "comments/delete.html", context)
