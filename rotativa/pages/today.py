"""The day that a page speaks from; what says it is printed anew when the day is over."""

from datetime import date

from django.utils import timezone

from rotativa.pages import keys


def today() -> date:
    """In the time zone of the site."""
    keys.declare(keys.DAY)
    return timezone.localdate(timezone=timezone.get_default_timezone())
