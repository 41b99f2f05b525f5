"""Alarm clocks of the press: safe to lose, safe to run twice."""

from django.conf import settings
from django_tasks import task

from rotativa.press import actions


@task()
def tell_hub(path: str) -> bool:
    """One attempt of ten seconds at most."""
    hub = settings.FEEDS.hub
    return bool(hub) and actions.tell_hub(hub, path)
