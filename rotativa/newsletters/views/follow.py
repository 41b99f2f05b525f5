"""A link that is counted leads here first, and from here to where it is of: to a page of ours, whatever it says."""

import logging

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from rotativa.newsletters.limits import is_click
from rotativa.newsletters.links import place_in
from rotativa.newsletters.models import Link
from rotativa.newsletters.models.issue import OF_ITS_ISSUE
from rotativa.newsletters.views.letters import kept_by_nobody
from rotativa.pages.addresses import absolute

logger = logging.getLogger(__name__)


@require_safe
@kept_by_nobody
def follow(request: HttpRequest, mark: str) -> HttpResponseRedirect:
    """Everybody is led on, whether or not it counts."""
    named = place_in(mark)
    if named is None:
        raise Http404
    rows = Link.objects.select_related("issue__newsletter").defer(*OF_ITS_ISSUE)
    link = get_object_or_404(rows, issue=named[0], place=named[1])
    if link.issue.newsletter.counts_clicks and goes_there(request):
        count(request, link)
    return HttpResponseRedirect(absolute(link.path))


def goes_there(request: HttpRequest) -> bool:
    """Whoever only looks ahead is not counted."""
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")


def count(request: HttpRequest, link: Link) -> None:
    if not is_click(request, link.pk, at=timezone.now()):
        return
    try:
        Link.objects.follow(link)
    except DatabaseError:  # a busy one, which is no reason to keep a reader
        logger.warning("A click was not counted", exc_info=True)
