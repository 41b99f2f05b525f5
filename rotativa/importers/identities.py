"""What a thing is called in its source, at a length that its column holds."""

from dataclasses import replace
from hashlib import sha256
from typing import TypeVar

from rotativa.importers.records import Item, Media

LONGEST = 480
"""Of 500: what tells two texts of one number apart stands behind it. Another would name anew what was imported."""

T = TypeVar("T", bound=Item | Media)


def fit_to_keep(identity: str) -> str:
    """A longer one, as of a picture with a signed address, by how it begins and by its digest."""
    if len(identity) <= LONGEST:
        return identity
    digest = sha256(identity.encode("utf-8", "replace")).hexdigest()
    return f"{identity[: LONGEST - len(digest) - 1]} {digest}"


def as_kept(record: T) -> T:
    """Under the name by which it will be known."""
    identity = fit_to_keep(record.identity)
    return record if identity == record.identity else replace(record, identity=identity)
