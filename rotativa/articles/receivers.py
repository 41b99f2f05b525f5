"""What follows from news."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Revision

from rotativa.articles.actions import pictures_in
from rotativa.articles.models import Author
from rotativa.articles.models.group import Group
from rotativa.articles.signals import groups_added, pages_added
from rotativa.articles.tasks import index_groups, index_pages, show_pictures
from rotativa.media.actions import request_renditions


@receiver(pages_added)
def index_added_pages(*, page_ids: list[int], **kwargs: Any) -> None:
    index_pages.enqueue(page_ids)
    show_pictures.enqueue(page_ids)


@receiver(post_save, sender=Revision)
def show_pictures_of_revision(instance: Revision, **kwargs: Any) -> None:
    """Asked for with the first draft, so that previews have them and publishing waits for none."""
    if pictures := pictures_in(instance.content):
        request_renditions(pictures, at=timezone.now())


@receiver(post_save, sender=Author)
def show_portrait(instance: Author, **kwargs: Any) -> None:
    if instance.portrait_id:
        request_renditions([instance.portrait_id], at=timezone.now())


@receiver(groups_added)
def index_added_groups(*, sender: type[Group], ids: list[int], **kwargs: Any) -> None:
    index_groups.enqueue(sender._meta.label, ids)
