"""Alarm clocks of the press: safe to lose, safe to run twice."""

import logging

from django.conf import settings
from django_tasks import task

from rotativa.press import actions
from rotativa.press.targets import NoRoom
from rotativa.press.targets.configured import bucket_files

logger = logging.getLogger(__name__)


@task()
def tell_hub(path: str) -> bool:
    """One attempt of ten seconds at most."""
    hub = settings.FEEDS.hub
    return bool(hub) and actions.tell_hub(hub, path)


@task(priority=-50)
def shelve_copies(source_id: int | None = None) -> None:
    """Of one source, or all: as long as the bucket takes. What fails is done with the next full hour."""
    files = bucket_files(settings.PRINTED_BUCKET)
    if files is None:
        return
    try:
        actions.shelve_copies(files, source_id=source_id)
    except NoRoom as error:
        logger.warning("Copies of sources are not in the bucket as they should be: %s", error)
