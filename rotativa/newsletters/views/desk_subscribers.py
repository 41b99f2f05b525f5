"""What administrators do with subscribers: look at one, delete it, take all out."""

from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from rotativa.newsletters import actions
from rotativa.newsletters.models import Subscriber
from rotativa.newsletters.models.issue import OF_ITS_ISSUE
from rotativa.newsletters.tables.write import lines_of
from rotativa.pages import languages
from rotativa.people.requests import DeskRequest

NAME = "newsletter_subscribers"
VIEW = "newsletters.view_subscriber"
CHANGE = "newsletters.change_subscriber"
DELETE = "newsletters.delete_subscriber"
SUPPRESS = "newsletters.add_suppression"
SHOWN_ISSUES = 50


@require_safe
@permission_required(VIEW)
def look(request: DeskRequest, pk: int) -> HttpResponse:
    subscriber = get_object_or_404(Subscriber, pk=pk)
    deliveries = subscriber.deliveries.select_related("issue__newsletter").defer(*OF_ITS_ISSUE)
    context = {
        "page_title": subscriber.address,
        "header_title": subscriber.address,
        "header_icon": "user",
        "subscriber": subscriber,
        "newsletters": subscriber.newsletters.order_by("pk"),
        "language": languages.name_of(subscriber.language),
        "steps": subscriber.steps.in_order(),
        "deliveries": deliveries.order_by("-pk")[:SHOWN_ISSUES],
        "may_delete": request.user.has_perm(DELETE),
        "may_suppress": request.user.has_perm(SUPPRESS),
        "breadcrumbs_items": crumbs(subscriber.address),
    }
    return TemplateResponse(request, "newsletters/desk/subscriber.html", context)


def crumbs(words: str) -> list[dict[str, str]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse(f"{NAME}:index"), "label": _("Subscribers")},
        {"url": "", "label": words},
    ]


@permission_required(DELETE)
def delete(request: DeskRequest, pk: int) -> HttpResponse:
    subscriber = get_object_or_404(Subscriber, pk=pk)
    if request.method == "POST":
        actions.delete_subscriber(subscriber)
        messages.success(request, _("%(address)s is deleted.") % {"address": subscriber.address})
        return redirect(f"{NAME}:index")
    context = {
        "page_title": _("Delete a subscriber"),
        "header_title": _("Delete a subscriber"),
        "header_icon": "bin",
        "subscriber": subscriber,
        "breadcrumbs_items": crumbs(subscriber.address),
    }
    return TemplateResponse(request, "newsletters/desk/delete.html", context)


@require_POST
@permission_required(CHANGE)
def export(request: DeskRequest) -> StreamingHttpResponse:
    """All of them, as they are read."""
    response = StreamingHttpResponse(
        encoded(lines_of(Subscriber.objects.all())), content_type="text/csv; charset=utf-8"
    )
    name = f"subscribers-{timezone.localdate()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def encoded(lines: Iterator[str]) -> Iterator[bytes]:
    for line in lines:
        yield line.encode()
