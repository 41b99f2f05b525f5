"""Where subscribers stand at the desk: a list to search, and the addresses that get nothing any more."""

from typing import Any, ClassVar

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy

from rotativa.newsletters import actions
from rotativa.newsletters.addresses import digests_of
from rotativa.newsletters.models import Newsletter, Subscriber, Suppression
from rotativa.newsletters.models.subscriber import Standing
from rotativa.newsletters.views import desk_intakes as intakes
from rotativa.newsletters.views import desk_subscribers as views
from rotativa.newsletters.views import desk_suppressed as suppressed
from rotativa.newsletters.views.desk_subscribers import NAME
from rotativa.pages import languages

A_PAGE = 50


def language_choices() -> list[tuple[str, str]]:
    return [(code, languages.name_of(code)) for code, _name in settings.LANGUAGES]


class SubscriberFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=Standing.choices, widget=CheckboxSelectMultiple
    )
    language = django_filters.MultipleChoiceFilter(
        label=_("Language"), choices=language_choices, widget=CheckboxSelectMultiple
    )
    newsletters = django_filters.ModelMultipleChoiceFilter(
        label=_("Newsletters"),
        queryset=Newsletter.objects.order_by("pk"),
        widget=CheckboxSelectMultiple,
    )

    class Meta:
        model = Subscriber
        fields: list[str] = []


def slugs_of(subscriber: Subscriber) -> str:
    return ", ".join(str(each) for each in subscriber.newsletters.all())


def language_of(subscriber: Subscriber) -> str:
    return languages.name_of(subscriber.language) or subscriber.language


class Listing(PermissionCheckedMixin, BaseListingView):
    permission_required = "view"
    template_name = "newsletters/desk/list.html"
    is_searchable = True
    search_backend_name = None
    paginate_by = A_PAGE
    page = ""

    @cached_property
    def verbose_name_plural(self) -> Any:
        return self.model._meta.verbose_name_plural

    @cached_property
    def index_url_name(self) -> str:
        return f"{NAME}:{self.page}"

    @cached_property
    def index_results_url_name(self) -> str:
        return f"{NAME}:{self.page}_results"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        told = {
            "may_export": self.request.user.has_perm(views.CHANGE),
            "may_suppress": self.request.user.has_perm(views.SUPPRESS),
            "is_of_suppressed": self.model is Suppression,
        }
        return {**context, **told}


class SubscribersView(Listing):
    model = Subscriber
    permission_policy = ModelPermissionPolicy(Subscriber)
    page = "index"
    page_title = _("Subscribers")
    header_icon = "user"
    filterset_class = SubscriberFilterSet
    search_fields = ["address"]
    default_ordering = "-asked_at"
    columns: ClassVar[list[Column]] = [
        TitleColumn(
            "address",
            label=_("Address"),
            get_url=lambda row: reverse(f"{NAME}:look", args=[row.pk]),
            sort_key="address",
        ),
        Column("state", label=_("State"), accessor="get_state_display"),
        Column("language", label=_("Language"), accessor=language_of),
        Column("newsletters", label=_("Newsletters"), accessor=slugs_of),
        DateColumn("asked_at", label=_("Asked"), sort_key="asked_at"),
        DateColumn("confirmed_at", label=_("Confirmed"), sort_key="confirmed_at"),
    ]

    def get_base_queryset(self) -> QuerySet[Subscriber]:
        return Subscriber.objects.prefetch_related("newsletters")

    def order_queryset(self, queryset: Any) -> QuerySet[Subscriber]:
        rows: QuerySet[Subscriber] = queryset.order_by(self.ordering, "-pk")
        return rows

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        found = []
        if self.request.user.has_perm(views.CHANGE):
            url = reverse(f"{NAME}:import")
            found.append(HeaderButton(_("Bring in"), url=url, icon_name="upload"))
        if self.request.user.has_perm(suppressed.VIEW):
            url = reverse(f"{NAME}:suppressed")
            found.append(HeaderButton(_("Suppressed addresses"), url=url, icon_name="lock"))
        return found


class LiftColumn(Column):
    """A button for one row."""

    cell_template_name = "newsletters/desk/lift_cell.html"

    def get_cell_context_data(
        self, instance: Suppression, parent_context: dict[str, Any]
    ) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        request: HttpRequest = parent_context["request"]
        may = request.user.has_perm(suppressed.LIFT)
        return {**context, "request": request, "may_lift": may}


class SuppressedView(Listing):
    """Known by a hash only: who asks for one address finds it, and nobody reads them all."""

    model = Suppression
    permission_policy = ModelPermissionPolicy(Suppression)
    page = "suppressed"
    results_template_name = "newsletters/desk/suppressed_results.html"
    page_title = _("Suppressed addresses")
    header_icon = "lock"
    filterset_class = suppressed.SuppressionFilterSet
    default_ordering = "-since"
    columns: ClassVar[list[Column]] = [
        Column("hash", label=_("Hash"), accessor=str),
        Column("reason", label=_("Reason"), accessor="get_reason_display"),
        DateColumn("since", label=_("Since"), sort_key="since"),
        LiftColumn("lift", label=_("What to do")),
    ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """When the list is narrowed, those of it whose mail came back may be lifted together."""
        context = {**super().get_context_data(**kwargs), "suppress_form": self.suppress_form}
        if not self.is_filtering or not self.request.user.has_perm(suppressed.LIFT):
            return context
        narrowed = self.request.GET.urlencode()
        return {**context, "bounced": self.bounced().count(), "narrowed": narrowed}

    @cached_property
    def suppress_form(self) -> suppressed.SuppressForm:
        return suppressed.SuppressForm(self.request.POST if self.request.method == "POST" else None)

    def bounced(self) -> QuerySet[Suppression]:
        """Of those that are listed."""
        return self.search_queryset(self.filter_queryset(Suppression.objects.bounced()))

    def search_queryset(self, queryset: Any) -> QuerySet[Suppression]:
        """By the whole address."""
        rows: QuerySet[Suppression] = queryset
        if not self.is_searching:
            return rows
        return rows.filter(digest__in=digests_of(self.search_query))

    def order_queryset(self, queryset: Any) -> QuerySet[Suppression]:
        rows: QuerySet[Suppression] = queryset.order_by(self.ordering, "-pk")
        return rows


@method_decorator(permission_required(views.SUPPRESS), name="dispatch")
class SuppressView(SuppressedView):
    """What is no address comes back as it was typed, above the list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Searching and narrowing the list below a form that came back lead here."""
        return redirect(f"{reverse(f'{NAME}:suppressed')}?{request.GET.urlencode()}")

    def post(self, request: HttpRequest) -> HttpResponseBase:
        if not self.suppress_form.is_valid():
            return super().get(request)
        address = self.suppress_form.cleaned_data["address"]
        actions.suppress_address(address, why=Suppression.Reason.PAPER, at=timezone.now())
        words = gettext("%(address)s gets no mail any more.")
        messages.success(request, words % {"address": address})
        return redirect(f"{NAME}:suppressed")


class LiftView(SuppressedView):
    """Of those that the list was narrowed to, the ones whose mail came back: as many as it said."""

    http_method_names: ClassVar[list[str]] = ["post"]
    permission_required = "delete"

    def post(self, request: HttpRequest) -> HttpResponse:
        rows, said = self.bounced(), request.POST.get("sure")
        page = f"{reverse(f'{NAME}:suppressed')}?{request.GET.urlencode()}"
        if not (said and self.is_filtering):
            words = gettext("Narrow the list first, and tick the box to say that you mean it.")
            messages.error(request, words)
            return redirect(page)
        if said != str(rows.count()):
            messages.error(request, gettext("The list has changed meanwhile: look at it again."))
            return redirect(page)
        number = actions.lift_suppressions(rows, at=timezone.now())
        words = ngettext(
            "%(n)d address may get mail again.", "%(n)d addresses may get mail again.", number
        )
        messages.success(request, words % {"n": number})
        return redirect(f"{NAME}:suppressed")


class SubscribersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(views.VIEW))


class SubscribersViewSet(ViewSet):
    name = NAME
    url_prefix = "newsletter-subscribers"
    icon = "user"
    menu_label = _("Subscribers")
    menu_name = "newsletter-subscribers"
    menu_order = 30
    menu_item_class = SubscribersMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", SubscribersView.as_view(), name="index"),
            path("results/", SubscribersView.as_view(results_only=True), name="index_results"),
            path("suppressed/", SuppressedView.as_view(), name="suppressed"),
            path(
                "suppressed/results/",
                SuppressedView.as_view(results_only=True),
                name="suppressed_results",
            ),
            path("suppressed/add/", SuppressView.as_view(), name="suppress"),
            path("suppressed/lift/", LiftView.as_view(), name="lift_all"),
            path("suppressed/<int:pk>/lift/", suppressed.lift, name="lift"),
            path("export/", views.export, name="export"),
            path("import/", intakes.bring, name="import"),
            path("import/<int:pk>/", intakes.intake, name="intake"),
            path("import/<int:pk>/again/", intakes.again, name="again"),
            path("import/<int:pk>/store/", intakes.store, name="store"),
            path("import/<int:pk>/stop/", intakes.stop, name="stop"),
            path("<int:pk>/", views.look, name="look"),
            path("<int:pk>/delete/", views.delete, name="delete"),
        ]
