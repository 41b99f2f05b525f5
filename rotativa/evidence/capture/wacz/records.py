"""Reads the records of an archive that somebody else has made, and no more than a copy may hold.

What is passed over costs as much as what is kept: it is unpacked to find the record after it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import brotli
from django.utils.translation import gettext_noop as _
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader, DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from rotativa.evidence.capture.bounds import Bounds
from rotativa.evidence.capture.wacz.foreign import Foreign, NotAccepted

LONGEST_HEAD = 2**18
"""Of all lines before a record's body."""
STEP = 2**16


def too_much() -> NotAccepted:
    return NotAccepted(_("The file holds more than a copy may."))


@dataclass
class Budget:
    """What is left, over all archives of a file."""

    inflated: int
    members: int

    @classmethod
    def of(cls, bounds: Bounds) -> "Budget":
        """Heads of records, and what no copy keeps, come on top of what one may hold."""
        return cls(inflated=2 * bounds.all_bytes, members=4 * bounds.exchanges)

    def take(self, *, inflated: int = 0, members: int = 0) -> None:
        self.inflated -= inflated
        self.members -= members
        if self.inflated < 0 or self.members < 0:
            raise too_much()


class Inflating(DecompressingBufferedReader):
    """warcio's own reader, counted: it unpacks 16 kB at once, so it goes 16 MB too far at most."""

    def __init__(self, stream: IO[bytes], budget: Budget) -> None:
        self.budget = budget
        self.head_left = LONGEST_HEAD
        super().__init__(stream)

    def _process_read(self, data: bytes) -> None:
        super()._process_read(data)
        if data:
            self.budget.take(inflated=self.buff_size)

    def read_next_member(self) -> bool:
        self.budget.take(members=1)
        return bool(super().read_next_member())

    def readline(self, length: int | None = None) -> bytes:
        most = self.head_left if length is None else min(length, self.head_left)
        line = bytes(super().readline(most))
        self.head_left -= len(line)
        if self.head_left <= 0:
            raise too_much()
        return line


def records(foreign: Foreign, bounds: Bounds) -> Iterator[ArcWarcRecord]:
    """Those of all its archives; each is to be read before the next is asked for."""
    budget, count = Budget.of(bounds), 0
    for name in foreign.warcs:
        with foreign.open(name) as warc:
            for record in _records(warc, budget):
                count += 1
                if count > 4 * bounds.exchanges:
                    raise too_much()
                yield record


def _records(warc: IO[bytes], budget: Budget) -> Iterator[ArcWarcRecord]:
    iterator = ArchiveIterator(warc)
    iterator.reader = reader = Inflating(iterator.fh, budget)
    try:
        for record in iterator:
            yield record
            reader.head_left = LONGEST_HEAD
    except ArchiveLoadFailed as error:
        raise NotAccepted(_("The archive in the file cannot be read.")) from error


def body_of(record: ArcWarcRecord, *, at_most: int) -> bytes:
    """Unpacked step by step: a small record may hold a huge one."""
    http = record.http_headers
    if (http.get_header("content-encoding") or "").strip().lower() != "br":
        return _read(record.content_stream(), at_most)
    is_chunked = (http.get_header("transfer-encoding") or "").lower() == "chunked"
    raw = ChunkedDataReader(record.raw_stream) if is_chunked else record.raw_stream
    body = _read(raw, at_most)
    try:
        return unpack_brotli(body, at_most=at_most)
    except brotli.error:
        return body  # some tools unpack it and leave the header


def unpack_brotli(packed: bytes, *, at_most: int) -> bytes:
    """In bounded steps, which warcio's own reader does not know."""
    unpacker, body = brotli.Decompressor(), bytearray()
    piece = unpacker.process(packed, output_buffer_limit=STEP)
    while piece:
        body += piece
        if len(body) > at_most:
            raise too_much()
        piece = unpacker.process(b"", output_buffer_limit=STEP)
    if not unpacker.is_finished():
        raise brotli.error("it ends too early")
    return bytes(body)


def _read(stream: IO[bytes], at_most: int) -> bytes:
    body = bytearray()
    while piece := stream.read(STEP):
        body += piece
        if len(body) > at_most:
            raise too_much()
    return bytes(body)
