"""Forms that take a password, or send a mail, do so only so many times; see docs/run/sign-in.md."""

import logging
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone
from django.utils.functional import Promise

from rotativa.lib.attempts import Limit, TooManyAttempts, give_back, take_places
from rotativa.lib.visitors import address_of

logger = logging.getLogger(__name__)

QUARTER, HOUR = 15 * 60, 60 * 60


@dataclass(frozen=True, slots=True)
class Form:
    by_account: Limit
    by_address: Limit
    field: str
    """Names the account; empty where the address of the form says what it opens."""
    free: int
    """The status of the one answer that does not count: 302 after a password says that it was right,
    200 where a mail may be sent that none was. Faults of our own do not count either."""
    by_both: Limit | None = None
    """Of one account from one address: lower, so that one stranger does not keep its owner out."""
    otherwise: str | Promise = ""
    """What somebody who is made to wait may do instead."""

    def account(self, request: HttpRequest, match: ResolverMatch) -> str:
        """Spelt as Django's own form reads it, or the restriction's number, first in the address."""
        if self.field:
            given = request.POST.get(self.field, "").strip()
            return unicodedata.normalize("NFKC", given).casefold()
        return f"{match.url_name} {next(iter(match.kwargs.values()))}"


PASSWORD = Form(
    Limit("password-page", 100, QUARTER), Limit("password-address", 10, QUARTER), "", 302
)
FORMS: dict[str, Callable[[HttpRequest], Form]] = {
    "wagtailcore_authenticate_with_password": lambda _request: PASSWORD,
    "wagtaildocs_authenticate_with_password": lambda _request: PASSWORD,
}
"""By the name of their URL; other apps add theirs."""


def bound_attempts(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        match = matched(request) if request.method == "POST" else None
        form_of = FORMS.get(match.url_name or "") if match else None
        if match is None or form_of is None:
            return get_response(request)
        form = form_of(request)
        visitor = address_of(request, proxies=settings.TRUSTED_PROXIES)
        account = form.account(request, match)
        wanted = [(form.by_address, visitor), (form.by_account, account)]
        if form.by_both:
            wanted.insert(0, (form.by_both, f"{visitor} {account}"))
        try:
            places = take_places(wanted, at=timezone.now().timestamp())
        except TooManyAttempts as refused:
            logger.warning("Too many attempts from %s at %s", visitor, request.path)
            return too_many(request, seconds=refused.seconds, otherwise=form.otherwise)
        response = get_response(request)
        if response.status_code == form.free or response.status_code >= 500:
            give_back(places)
        return response

    return middleware


def matched(request: HttpRequest) -> ResolverMatch | None:
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def too_many(request: HttpRequest, *, seconds: int, otherwise: str | Promise = "") -> HttpResponse:
    context = {"canonical": "", "minutes": -(-seconds // 60), "otherwise": otherwise}
    response = render(request, "pages/too_many_attempts.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response


def too_often(request: HttpRequest) -> HttpResponse:
    """For limits that do not say when there is a place again."""
    return too_many(request, seconds=HOUR)
