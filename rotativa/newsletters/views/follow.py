"""A link that is counted leads here first, and from here to where it is of: to a page of ours, whatever it says."""

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from rotativa.newsletters.limits import is_click
from rotativa.newsletters.links import place_in
from rotativa.newsletters.models import Link
from rotativa.newsletters.views.letters import kept_by_nobody
from rotativa.pages.addresses import absolute


@require_safe
@kept_by_nobody
def follow(request: HttpRequest, mark: str) -> HttpResponseRedirect:
    """Whoever only looks ahead is not counted."""
    named = place_in(mark)
    if named is None:
        raise Http404
    link = get_object_or_404(Link, issue=named[0], place=named[1])
    is_look = request.method != "GET" or "prefetch" in request.headers.get("Sec-Purpose", "")
    if not is_look and is_click(request, at=timezone.now()):
        Link.objects.follow(link)
    return HttpResponseRedirect(absolute(link.path))
