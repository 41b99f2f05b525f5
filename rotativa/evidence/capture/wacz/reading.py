"""Reads a copy back: its page, and the answer that was given for each address."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from warcio.archiveiterator import ArchiveIterator

from rotativa.evidence.capture.wacz.index import read_line
from rotativa.evidence.capture.wacz.packing import ARCHIVE, INDEX, PAGES, PROVENANCE
from rotativa.evidence.capture.wacz.zipping import Member, Section


@dataclass(frozen=True)
class Answer:
    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    """Unpacked."""
    about: dict[str, str]
    """What the archive says of the record: `WARC-Date`, `WARC-IP-Address`, `WARC-Truncated` …"""


class Copy:
    """A WACZ that was packed here, open for reading."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._archive = zipfile.ZipFile(self._file)
        self._lines = [read_line(line) for line in self._archive.read(INDEX).decode().splitlines()]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._archive.close()
        self._file.close()

    @property
    def page(self) -> dict[str, Any]:
        return dict(json.loads(self._archive.read(PAGES).splitlines()[1]))

    @property
    def provenance(self) -> dict[str, Any]:
        return dict(json.loads(self._archive.read(PROVENANCE)))

    @property
    def addresses(self) -> list[str]:
        return [line["url"] for line in self._lines]

    def answers(self, url: str) -> Iterator[Answer]:
        for line in self._lines:
            if line["url"] == url:
                yield self._read(line)

    def answer(self, url: str) -> Answer | None:
        """The first that is a success, else the first."""
        given = list(self.answers(url))
        return next((each for each in given if each.status == 200), next(iter(given), None))

    def _read(self, line: dict[str, Any]) -> Answer:
        place = self._archive.getinfo(ARCHIVE)
        start = place.header_offset + len(Member(ARCHIVE, 0, 0).head)
        whole = Section(self._file, offset=start, size=place.file_size)
        with io.BufferedReader(whole) as warc:
            warc.seek(int(line["offset"]))
            record = next(iter(ArchiveIterator(warc)))
            http = record.http_headers
            return Answer(
                url=line["url"],
                status=int(line["status"]),
                headers=tuple(http.headers) if http else (),
                body=record.content_stream().read(),
                about=dict(record.rec_headers.headers),
            )
