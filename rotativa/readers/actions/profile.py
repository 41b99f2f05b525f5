"""What others see of a reader."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction

from rotativa.people.models import User

BETWEEN_NAMES = timedelta(days=30)


def may_rename(reader: User, *, at: datetime) -> bool:
    """Not so often that nobody knows whom they are talking to."""
    return reader.named_at is None or reader.named_at <= at - BETWEEN_NAMES


def change_profile(
    reader: User,
    *,
    name: str,
    language: str,
    portrait: ContentFile[bytes] | None,
    without_portrait: bool,
    at: datetime,
) -> User:
    if name != reader.shown_name:
        reader.take_name(name)
        reader.named_at = at
    reader.language = language
    former = reader.portrait.name
    if portrait is not None:
        reader.portrait.save(str(portrait.name), portrait, save=False)
    elif without_portrait:
        reader.portrait = ""
    reader.save(update_fields=["shown_name", "name_key", "named_at", "language", "portrait"])
    if former and former != reader.portrait.name:
        storage = reader.portrait.storage
        transaction.on_commit(lambda: storage.delete(former))
    return reader
