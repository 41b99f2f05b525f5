"""Where pages ask whether somebody wants the newsletter, what accounts show of it, and the desk."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from rotativa.newsletters.consent import words_beside_boxes, words_beside_form
from rotativa.newsletters.menu import archive_link
from rotativa.newsletters.models import Newsletter, Subscriber
from rotativa.newsletters.printed import all_addresses
from rotativa.newsletters.sitemaps import archives_in, files_of_issues
from rotativa.newsletters.stuck_issues import StuckIssues
from rotativa.newsletters.views.account import language_for
from rotativa.newsletters.views.choices import address_of_choices
from rotativa.newsletters.viewsets.newsletters import NeverDeleted, NewslettersGroup
from rotativa.pages import slots
from rotativa.pages.menus import MenuLink

register_permission_policy(Newsletter, NeverDeleted(Newsletter), exact_class=True)
hooks.register("register_printed_addresses", all_addresses)
hooks.register("register_sitemaps", files_of_issues)
hooks.register("register_sitemap_lists", archives_in)


WITH_FORM = ("front_end", "article_after_body", "account_page")
"""Slots in which newsletters are offered."""


@hooks.register("rotativa_slot_front_end", order=100)
@hooks.register("rotativa_slot_article_after_body", order=100)
def strip(context: Context) -> str:
    return form_part("newsletters/parts/strip.html", context)


@hooks.register("rotativa_slot_foot", order=100)
def foot(context: Context) -> str:
    """Not where there is a form already, nor where one of ours stands above: a theme of one's own may have
    left that out."""
    if context.get("has_newsletter_form") or any(
        slots.was_left(each, context) for each in WITH_FORM
    ):
        return ""
    return form_part("newsletters/parts/foot.html", context)


def form_part(template: str, context: Context) -> str:
    """The same for everybody, so it can be printed."""
    return render_to_string(template, {"words": words_beside_form(context["frame"].language)})


@hooks.register("rotativa_slot_account_page", order=100)
def own_newsletters(context: Context) -> str:
    request = context["request"]
    subscriber = Subscriber.objects.at(request.user.email)
    chosen = set(subscriber.newsletters.values_list("pk", flat=True)) if subscriber else set()
    is_here = subscriber is not None and subscriber.is_here
    told = {
        "newsletters": [
            (each, is_here and each.pk in chosen)
            for each in Newsletter.objects.offered_to(subscriber)
        ],
        "words": words_beside_boxes(language_for(subscriber)),
        "choices_url": address_of_choices(subscriber, at=timezone.now())
        if subscriber and is_here
        else "",
    }
    return render_to_string("newsletters/parts/account.html", told, request=request)


@hooks.register("rotativa_slot_account_leaving", order=100)
def newsletters_end(context: Context) -> str:
    """Told before it happens: the subscription is deleted with the account."""
    request = context["request"]
    subscriber = Subscriber.objects.at(request.user.email)
    if subscriber is None or not subscriber.is_here:
        return ""
    return render_to_string("newsletters/parts/leaving.html", request=request)


@hooks.register("register_menu_links")
def menu_links(language: str, *, with_counts: bool) -> list[MenuLink]:
    own = MenuLink(gettext("Newsletters"), reverse("newsletters:subscribe"), "more")
    return [own, archive_link()]


@hooks.register("construct_homepage_panels")
def remind(_request: HttpRequest, panels: list[Any]) -> None:
    panels.append(StuckIssues())


@hooks.register("register_admin_viewset")
def register_desk() -> NewslettersGroup:
    return NewslettersGroup()


@hooks.register("register_permissions")
def register_permissions_of_desk() -> QuerySet[Permission]:
    """Lets administrators give them to a group at the desk."""
    return Permission.objects.filter(
        content_type__app_label="newsletters",
        codename__in=[
            *(f"{verb}_subscriber" for verb in ("view", "change", "delete")),
            *(f"{verb}_suppression" for verb in ("view", "add", "delete")),
            *("view_issue", "change_issue", "add_newsletter", "change_newsletter"),
        ],
    )
