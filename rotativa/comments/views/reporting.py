"""A reader says that somebody should look at a comment."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from rotativa.comments import access
from rotativa.comments.actions import report_comment
from rotativa.comments.forms import ReportForm
from rotativa.comments.limits import take_place_for_report
from rotativa.comments.views.talk import frame_for
from rotativa.lib.attempts import TooManyAttempts
from rotativa.pages.middleware import too_many
from rotativa.readers.guards import ReaderRequest


@never_cache
@login_required
def report(request: ReaderRequest, thread: UUID, pk: int) -> HttpResponseBase:
    article = access.article_of(thread)
    comment = access.comment_to_read(pk, article)
    now = timezone.now()
    form = ReportForm(request.POST if request.method == "POST" else None)
    is_done = request.method == "POST" and form.is_valid()
    if is_done:
        try:
            take_place_for_report(request, at=now)
        except TooManyAttempts as refused:
            return too_many(request, seconds=refused.seconds)
        given = form.cleaned_data
        report_comment(
            comment, by=request.user, reason=given["reason"], words=given["words"], at=now
        )
    context = {
        "article": article,
        "comment": comment,
        "form": form,
        "is_done": is_done,
        **frame_for(article, "comments"),
    }
    return TemplateResponse(request, "comments/report.html", context)
