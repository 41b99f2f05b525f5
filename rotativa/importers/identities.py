"""What a thing is called in its source, at a length that its column holds."""

from hashlib import sha256

LONGEST = 480
"""Of 500: what tells two texts of one number apart stands behind it."""


def fit_to_keep(identity: str) -> str:
    """A longer one, as of a picture with a signed address, by how it begins and by its digest."""
    if len(identity) <= LONGEST:
        return identity
    digest = sha256(identity.encode("utf-8", "replace")).hexdigest()
    return f"{identity[: LONGEST - len(digest) - 1]} {digest}"
