"""What is gathered while a page is visited, whichever way, until it is packed."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from rotativa.evidence.capture.bounds import Bounds
from rotativa.evidence.capture.flat.bodies import Bodies
from rotativa.evidence.capture.kept import Kept
from rotativa.evidence.capture.warc import Warc


@dataclass
class Gathered:
    """The exchanges of one visit, on their way into one WARC file."""

    out: IO[bytes]
    about: Mapping[str, str]
    bounds: Bounds
    address_of: Callable[[str], str]
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    cut: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.warc = Warc(self.out, about=self.about)
        self.bodies = Bodies()
        self.size = 0
        self.addresses: set[str] = set()
        self._lock = threading.Lock()

    def keep(self, kept: Kept, content: bytes | None = None) -> None:
        """`content` is the body unpacked, where that is something else. Any thread may call."""
        with self._lock:
            self._keep(kept, kept.body if content is None else content)

    def _keep(self, kept: Kept, content: bytes) -> None:
        if self.size + len(kept.body) > self.bounds.all_bytes:
            self.cut[kept.url] = "length"
            return
        self.size += len(kept.body)
        self.addresses.add(kept.url)
        address = kept.address or self.address_of(urlsplit(kept.url).hostname or "")
        self.warc.add(replace(kept, address=address))
        self.bodies.add(kept, content)


@dataclass(frozen=True)
class Begun:
    """The folder of a copy that is being made."""

    folder: Path

    @property
    def warc(self) -> Path:
        return self.folder / "data.warc.gz.part"
