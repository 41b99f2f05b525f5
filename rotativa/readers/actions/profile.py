"""What others see of a reader."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

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
    """Raises `IntegrityError` where somebody takes the name in this moment: no picture is stored then."""
    storage = reader.portrait.storage
    try:
        with transaction.atomic():
            former = User.objects.select_for_update().get(pk=reader.pk).portrait.name
            if name != reader.shown_name:
                reader.take_name(name)
                reader.named_at = at
            reader.language = language
            reader.save(update_fields=["shown_name", "name_key", "named_at", "language"])
            if portrait is not None:
                reader.portrait.save(str(portrait.name), portrait, save=False)
            elif without_portrait:
                reader.portrait = ""
            else:
                reader.portrait = former
            reader.save(update_fields=["portrait"])
            if former and former != reader.portrait.name:
                transaction.on_commit(lambda: storage.delete(former))
    except IntegrityError:
        reader.refresh_from_db()
        raise
    return reader
