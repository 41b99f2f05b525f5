"""Dates and hours as the page's language writes them, in the site's time zone."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import pgettext

from rotativa.pages import keys

register = template.Library()


def local(value: date) -> date:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value, timezone.get_default_timezone())
    return value


@register.filter
def weekday_date(value: date) -> str:
    """Thursday 16 April 2026"""
    return str(capfirst(date_format(local(value), pgettext("date format", "l j F Y"))))


@register.filter
def long_date(value: date) -> str:
    """16 April 2026"""
    return date_format(local(value), pgettext("date format", "j F Y"))


@register.filter
def short_date(value: date) -> str:
    """16 April"""
    return date_format(local(value), pgettext("date format", "j F"))


@register.filter
def has_hour(value: datetime) -> bool:
    """Midnight sharp stands for a day whose hour nobody wrote down."""
    here = local(value)
    return isinstance(here, datetime) and here.time() != time.min


@register.filter
def long_moment(value: datetime) -> str:
    """16 April 2026, 06:40"""
    if not has_hour(value):
        return long_date(value)
    return date_format(local(value), pgettext("date format", "j F Y, H:i"))


@register.filter
def exact_moment(value: datetime) -> str:
    """16 April 2026, 04:40:12 UTC: for proof, whichever zone the site and its readers are in."""
    words = date_format(value.astimezone(UTC), pgettext("date format", "j F Y, H:i:s"))
    return f"{words} UTC"


@register.filter
def short_moment(value: datetime) -> str:
    """16 April, 06:40"""
    if not has_hour(value):
        return short_date(value)
    return date_format(local(value), pgettext("date format", "j F, H:i"))


@register.filter
def clock(value: datetime) -> str:
    """06:40"""
    return date_format(local(value), pgettext("date format", "H:i"))


@register.filter
def month(value: date) -> str:
    """April 2026"""
    return str(capfirst(date_format(local(value), pgettext("date format", "F Y"))))


@register.filter
def month_name(value: date) -> str:
    """Apr"""
    return str(capfirst(date_format(local(value), "M")))


FORMS: dict[str, Callable[[Any], str]] = {
    form.__name__: form
    for form in (weekday_date, long_date, short_date, long_moment, short_moment, clock, month)
}


@register.filter
def near_date(value: date, reference: date) -> str:
    """The date, with its year only where that is another one than the reference's."""
    return short_date(value) if is_of_same_year(value, reference) else long_date(value)


@register.filter
def is_same_day(value: date, reference: date) -> bool:
    return machine_readable(value)[:10] == machine_readable(reference)[:10]


@register.simple_tag
def when(value: date, form: str = "long_date") -> SafeString:
    """A date or moment that machines can read as well."""
    return time_element(value, FORMS[form](value))


@register.simple_tag
def when_exactly(value: datetime) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', universal(value), exact_moment(value))


@register.filter
def universal(value: datetime | None) -> str:
    """2026-04-16T04:40:12Z; HTML knows no microseconds."""
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if value else ""


@register.simple_tag
def when_near(value: date, reference: date) -> SafeString:
    return time_element(value, near_date(value, reference))


@register.simple_tag
def when_near_moment(value: datetime, reference: date) -> SafeString:
    """A moment, with its year only where that is another one than the reference's."""
    form = short_moment if is_of_same_year(value, reference) else long_moment
    return time_element(value, form(value))


def is_of_same_year(value: date, reference: date) -> bool:
    """What then goes without its year says something else in the next."""
    if local(value).year != local(reference).year:
        return False
    keys.declare(keys.YEAR)
    return True


def time_element(value: date, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', machine_readable(value), words)


def machine_readable(value: date) -> str:
    here = local(value)
    return here.isoformat(timespec="minutes") if isinstance(here, datetime) else here.isoformat()
