"""What follows from news."""

from typing import Any

from django.dispatch import receiver

from rotativa.articles.signals import pages_added
from rotativa.articles.tasks import index_pages


@receiver(pages_added)
def index_added_pages(*, page_ids: list[int], **kwargs: Any) -> None:
    index_pages.enqueue(page_ids)
