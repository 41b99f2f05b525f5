"""Where pages ask whether somebody wants the newsletter, and what accounts show of it."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from wagtail import hooks

from rotativa.newsletters.consent import words_beside_form
from rotativa.newsletters.models import Newsletter, Subscriber
from rotativa.newsletters.views.choices import address_of_choices
from rotativa.newsletters.viewsets.subscribers import SubscribersViewSet
from rotativa.pages.menus import MenuLink


@hooks.register("rotativa_slot_article_after_body", order=100)
def strip(context: Context) -> str:
    return form_part("newsletters/parts/strip.html", context)


@hooks.register("rotativa_slot_foot", order=100)
def foot(context: Context) -> str:
    if context.get("has_newsletter_form"):
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
            (each, is_here and each.pk in chosen) for each in Newsletter.objects.order_by("pk")
        ],
        "choices_url": address_of_choices(subscriber) if subscriber and is_here else "",
    }
    return render_to_string("newsletters/parts/account.html", told, request=request)


@hooks.register("register_menu_links")
def menu_links(language: str, *, with_counts: bool) -> list[MenuLink]:
    return [MenuLink(gettext("Newsletters"), reverse("newsletters:subscribe"), "more")]


@hooks.register("register_admin_viewset")
def register_subscribers() -> SubscribersViewSet:
    return SubscribersViewSet()


@hooks.register("register_permissions")
def register_permissions_on_subscribers() -> QuerySet[Permission]:
    """Lets administrators give them to a group at the desk."""
    return Permission.objects.filter(
        content_type__app_label="newsletters",
        codename__in=[
            *(f"{verb}_subscriber" for verb in ("view", "change", "delete")),
            *(f"{verb}_suppression" for verb in ("view", "add", "delete")),
        ],
    )
