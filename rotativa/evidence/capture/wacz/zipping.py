"""A ZIP file written in one way only, so that a byte that differs anywhere is seen.

What readers of ZIP files overlook (times, attributes, what lies between members) has one value here,
whichever version of Python writes or checks it. Nothing is compressed: players read parts of a member
by their place in the file.
"""

import io
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

STEP = 2**20
DAY = (1 << 5) | 1  # 1 January 1980
LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
VERSION, ON_UNIX, READABLE = 20, 3 << 8, 0o100644 << 16
LARGEST = 2**32 - 2
LARGEST_DIRECTORY = 2**20


class NotOurs(Exception):
    """The file is not one that was written here, byte by byte."""


@dataclass(frozen=True)
class Member:
    name: str
    size: int
    crc: int

    @property
    def head(self) -> bytes:
        name = self.name.encode("ascii")
        return (
            LOCAL.pack(
                b"PK\x03\x04",
                VERSION,
                0,
                0,
                0,
                DAY,
                self.crc,
                self.size,
                self.size,
                len(name),
                0,
            )
            + name
        )

    def entry(self, offset: int) -> bytes:
        name = self.name.encode("ascii")
        return (
            CENTRAL.pack(
                b"PK\x01\x02",
                ON_UNIX | VERSION,
                VERSION,
                0,
                0,
                0,
                DAY,
                self.crc,
                self.size,
                self.size,
                len(name),
                0,
                0,
                0,
                0,
                READABLE,
                offset,
            )
            + name
        )


def write_zip(out: IO[bytes], files: Iterable[tuple[str, Path]]) -> None:
    members = []
    for name, path in files:
        with path.open("rb") as file:
            crc = size = 0
            for piece in pieces(file):
                crc, size = zlib.crc32(piece, crc), size + len(piece)
            member = Member(name, size, crc)
            members.append(member)
            out.write(member.head)
            file.seek(0)
            for piece in pieces(file):
                out.write(piece)
    out.write(directory(members))


def directory(members: list[Member]) -> bytes:
    offset, entries = 0, b""
    for member in members:
        entries += member.entry(offset)
        offset += len(member.head) + member.size
    if offset > LARGEST:
        raise OverflowError("a copy of more than 4 GB")
    count = len(members)
    return entries + END.pack(b"PK\x05\x06", 0, 0, count, count, len(entries), offset, 0)


def check_zip(file: IO[bytes]) -> list[Member]:
    """Return the members of a file that `write_zip` has written; raise `NotOurs` for any other.

    The directory at the end says what the file must be; then the file is compared with that.
    """
    try:
        members = _listed(file)
        expected = directory(members)
    except (ValueError, OverflowError, OSError, struct.error) as error:
        raise NotOurs("the directory") from error
    file.seek(0)
    for member in members:
        if file.read(len(member.head)) != member.head:
            raise NotOurs(f"the head of {member.name}")
        crc = 0
        for piece in pieces(file, most=member.size):
            crc = zlib.crc32(piece, crc)
        if crc != member.crc:
            raise NotOurs(f"the content of {member.name}")
    if file.read(len(expected) + 1) != expected:
        raise NotOurs("the directory")
    return members


def _listed(file: IO[bytes]) -> list[Member]:
    file.seek(-END.size, io.SEEK_END)
    _mark, _disk, _start, count, _count, size, offset, _comment = END.unpack(file.read(END.size))
    if size > LARGEST_DIRECTORY:
        raise ValueError("a directory without end")
    file.seek(offset)
    entries = file.read(size)
    members, place = [], 0
    for _number in range(count):
        told = CENTRAL.unpack_from(entries, place)
        place += CENTRAL.size
        name = entries[place : place + told[10]]
        place += len(name)
        members.append(Member(name.decode("ascii"), size=told[9], crc=told[7]))
    return members


def pieces(file: IO[bytes], *, most: int | None = None) -> Iterator[bytes]:
    left = most
    while left is None or left > 0:
        piece = file.read(STEP if left is None else min(STEP, left))
        if not piece:
            return
        if left is not None:
            left -= len(piece)
        yield piece


def sha256_of(file: IO[bytes]) -> str:
    """As the manifest of a WACZ writes it."""
    digest = sha256()
    for piece in pieces(file):
        digest.update(piece)
    return f"sha256:{digest.hexdigest()}"


class Section(io.RawIOBase):
    """A part of a file as a file: `zipfile` would read a member anew for each step back in it."""

    def __init__(self, file: IO[bytes], *, offset: int, size: int) -> None:
        super().__init__()
        self._file = file
        self._offset = offset
        self._size = size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, into: Any) -> int:
        count = max(0, min(len(into), self._size - self._at))
        self._file.seek(self._offset + self._at)
        data = self._file.read(count)
        into[: len(data)] = data
        self._at += len(data)
        return len(data)


def section(file: IO[bytes], members: list[Member], name: str) -> io.BufferedReader:
    offset = 0
    for member in members:
        offset += len(member.head)
        if member.name == name:
            return io.BufferedReader(Section(file, offset=offset, size=member.size))
        offset += member.size
    raise KeyError(name)
