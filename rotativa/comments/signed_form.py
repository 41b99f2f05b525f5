"""What a form carries to say that it is ours: for whom, where, since when, and which it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core import signing

SALT = "rotativa.comments.form"
QUICKEST = timedelta(seconds=3)
GOOD_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FormSeal:
    key: UUID
    is_quick: bool


def seal(thread: UUID, *, reader: int, at: datetime, has_words: bool = False) -> str:
    """Whoever finds their words in the form need not type them again."""
    given = {"t": thread.hex, "r": reader, "k": uuid4().hex, "at": at.timestamp(), "w": has_words}
    return signing.dumps(given, salt=SALT)


def unseal(text: str, thread: UUID, *, reader: int, at: datetime) -> FormSeal | None:
    """None for what is not ours, is of another thread or reader, or has lain for a day."""
    try:
        given = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    age = timedelta(seconds=at.timestamp() - given["at"])
    if (given["t"], given["r"]) != (thread.hex, reader) or age > GOOD_FOR:
        return None
    return FormSeal(UUID(given["k"]), is_quick=age < QUICKEST and not given.get("w"))
