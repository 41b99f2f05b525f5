"""Names for items that stay the same in each export, and stay distinct when ids are repeated."""

from dataclasses import dataclass, field
from hashlib import sha256

from rotativa.importers.systems.wordpress.entries import Fields


@dataclass(slots=True)
class Identities:
    _signatures: dict[str, set[tuple[str, str, str]]] = field(default_factory=dict)
    """What was seen under each id: slug, guid and title of every item that had it."""
    _told: set[str] = field(default_factory=set)

    def claim(self, fields: Fields) -> str:
        """The item's identity, or nothing when the same item was seen before.

        That is its id; another item with the same id is told apart by its slug or guid, and an item
        without an id is known by its address.
        """
        number = fields["wp:post_id"] or _without_id(fields)
        signature = (fields["wp:post_name"], fields["guid"], fields["title"])
        seen = self._signatures.setdefault(number, set())
        if signature in seen:
            return ""
        seen.add(signature)
        identity = number if number not in self._told else f"{number}/{_apart(fields)}"
        while identity in self._told:
            identity = f"{number}/{_digest(identity, *signature)}"
        self._told.add(identity)
        return identity


def _without_id(fields: Fields) -> str:
    address = fields["guid"] or fields["link"] or fields["wp:post_name"]
    return address or _digest(fields["title"], fields["wp:post_date"], fields["pubDate"])


def _apart(fields: Fields) -> str:
    return fields["wp:post_name"] or fields["guid"] or _digest(fields["title"])


def _digest(*words: str) -> str:
    return sha256("\0".join(words).encode()).hexdigest()[:16]
