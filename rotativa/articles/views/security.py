"""`/.well-known/security.txt` (RFC 9116): where to tell of holes in the site."""

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from rotativa.pages.addresses import absolute
from rotativa.pages.today import today

MONTHS_VALID = 6


def security(request: HttpRequest) -> HttpResponse:
    """Printed each day, and another one each month: what nobody prints any more runs out by itself."""
    told = settings.SECURITY
    if not told.contact:
        raise Http404
    lines = [f"Contact: {address}" for address in told.contact]
    lines.append(f"Expires: {later(today(), MONTHS_VALID):%Y-%m-%d}T00:00:00Z")
    lines += [f"Encryption: {told.encryption}"] if told.encryption else []
    lines.append(f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}")
    lines.append(f"Canonical: {absolute(reverse('security_txt'))}")
    lines += [f"Policy: {told.policy}"] if told.policy else []
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def later(day: date, months: int) -> date:
    """The first of a month, so many months on."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
