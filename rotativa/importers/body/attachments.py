"""Finds the picture or file of the old system that an address in a body means."""

import re
from collections.abc import Iterator, Mapping
from posixpath import basename
from urllib.parse import urljoin, urlsplit

from rotativa.importers.records import MediaReference

_VARIANT = re.compile(r"(?:-\d{1,5}x\d{1,5}|-scaled|-rotated|-e\d{9,})+(?=\.\w{2,5}$)")


def original_name(name: str) -> str:
    """`photo.jpg` for `photo-300x200.jpg`, as WordPress names its sizes."""
    return _VARIANT.sub("", name)


class Attachments(Mapping[str, str]):
    """Attachment identity → address, that can be asked the other way round.

    Make one for all bodies of a source: the way back is worked out once.
    """

    def __init__(self, addresses: Mapping[str, str], *, base: str | None = None) -> None:
        self._addresses = addresses
        self.base = base
        """Where relative addresses start; who gives one settles them afterwards."""
        self._identities: dict[str, str] | None = None

    @classmethod
    def of(cls, addresses: Mapping[str, str]) -> "Attachments":
        return addresses if isinstance(addresses, cls) else cls(addresses)

    def __getitem__(self, identity: str) -> str:
        return self._addresses[identity]

    def __iter__(self) -> Iterator[str]:
        return iter(self._addresses)

    def __len__(self) -> int:
        return len(self._addresses)

    def reference(self, url: str, identity: str = "") -> MediaReference:
        """What the address means: the original of a size when the attachment is known."""
        known = self._addresses.get(identity, "") if identity else ""
        if known and (not url or _stem(known) == _stem(url)):
            return MediaReference(url=known, identity=identity)
        found = self.identity_of(url)
        if found:
            return MediaReference(url=self._addresses[found], identity=found)
        return MediaReference(url=urljoin(self.base, url) if self.base else url)

    def identity_of(self, url: str) -> str:
        if not self._addresses or not url:
            return ""
        if self._identities is None:
            self._identities = self._turned()
        path = _path(url)
        return self._identities.get(path) or self._identities.get(original_name(path), "")

    def _turned(self) -> dict[str, str]:
        turned: dict[str, str] = {}
        for identity, url in self._addresses.items():
            path = _path(url)
            turned.setdefault(original_name(path), identity)
            turned[path] = identity
        return turned


def _path(url: str) -> str:
    """Host and path: neither scheme nor query tell attachments apart."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return f"{parts.netloc}{parts.path}"


def _stem(url: str) -> str:
    return original_name(basename(_path(url))).rpartition(".")[0].lower()
