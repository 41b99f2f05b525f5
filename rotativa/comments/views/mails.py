"""Mails about answers: wished for by who is signed in, stopped by whoever has such a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from rotativa.comments.actions import wants_mails, wish_for_mails
from rotativa.comments.mails import reader_of
from rotativa.people.models import User
from rotativa.readers.frame import framed
from rotativa.readers.guards import ReaderRequest


@framed
@login_required
def settings(request: ReaderRequest) -> HttpResponseBase:
    if request.method == "POST":
        wish_for_mails(request.user, is_wanted="is_wanted" in request.POST)
        messages.success(request, _("Saved."))
        return redirect("reply_mails")
    context = {"is_wanted": wants_mails(request.user.pk)}
    return TemplateResponse(request, "comments/reply_mails.html", context)


@csrf_exempt  # a mail program posts here without having been here (RFC 8058); the token is the proof
@require_http_methods(["GET", "HEAD", "POST"])
@framed
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at it changes nothing: machines follow links. An account that is gone gets no mails."""
    pk = reader_of(token)
    if pk is None:
        raise Http404
    is_done = request.method == "POST"
    reader = User.objects.filter(pk=pk).first()
    if is_done and reader is not None:
        wish_for_mails(reader, is_wanted=False)
    response = TemplateResponse(request, "comments/stop_mails.html", {"is_done": is_done})
    response.headers["Referrer-Policy"] = "no-referrer"  # the address lets its holder in
    return response
