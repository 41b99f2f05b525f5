from django.utils import timezone
from django_tasks import task

from rotativa.media.actions import answer_request


@task()
def make_renditions(picture_id: int) -> None:
    """At most one at a time per picture, five attempts: `RenditionRequest` keeps count of them."""
    answer_request(picture_id, at=timezone.now())
