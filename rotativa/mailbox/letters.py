"""The folder of mails read: newest first, each within bounds, whatever its file holds."""

import email
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from heapq import nlargest
from itertools import islice
from pathlib import Path
from stat import S_ISREG

from rotativa.lib.mail_folder import SUFFIX

MOST_LETTERS = 100
MOST_BYTES = 400_000
MOST_BYTES_OF_HEAD = 32_000
MOST_HEADERS = 60
MOST_OF_HEADER = 1_000
MOST_PARTS = 50
MOST_NESTS = 20
NEST = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
"""What has parts: the parser asks each line for the end of every one around it."""
NAME = re.compile(r"[\w-]{1,100}", re.ASCII)
NAMELESS = re.compile(r"(^|, )<([^<>]*)>")
CHARSETS = {"us-ascii", "utf-8", "iso-8859-1", "iso-8859-15", "windows-1252"}
"""Others are read as UTF-8: some that Python knows take long over long texts."""


class NoSuchLetter(Exception):
    """No file in the folder has this name."""


@dataclass(frozen=True, slots=True)
class Header:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Letter:
    name: str
    """Of its file, without the end."""
    at: datetime
    """When it came into the folder."""
    headers: tuple[Header, ...]
    text: str = ""
    html: str = ""

    @property
    def subject(self) -> str:
        return self.first("subject")

    @property
    def to(self) -> str:
        """`<ada@post.example>`, of which no name is said, without its brackets."""
        return NAMELESS.sub(r"\1\2", self.first("to"))

    @property
    def sender(self) -> str:
        return self.first("from")

    def first(self, name: str) -> str:
        return next((each.value for each in self.headers if each.name.lower() == name), "")


def newest(folder: Path) -> list[Letter]:
    """As many as a page shows; of each its head alone is read."""
    found = nlargest(MOST_LETTERS, files(folder))
    return [letter for moment, name in found if (letter := head(folder, name, moment))]


def files(folder: Path) -> Iterator[tuple[int, str]]:
    """When each came, and its name; what is no file, or goes away meanwhile, is none."""
    try:
        entries = os.scandir(folder)
    except FileNotFoundError:
        return
    with entries:
        for entry in entries:
            name = entry.name.removesuffix(SUFFIX)
            if name == entry.name or not NAME.fullmatch(name):
                continue
            if entry.is_file(follow_symlinks=False):
                with suppress(FileNotFoundError):  # somebody tidies up
                    yield entry.stat(follow_symlinks=False).st_mtime_ns, name


def head(folder: Path, name: str, moment: int) -> Letter | None:
    try:
        with (folder / f"{name}{SUFFIX}").open("rb") as file:
            begun = file.read(MOST_BYTES_OF_HEAD)
    except FileNotFoundError:
        return None
    return Letter(name, when(moment), headers_of(BytesHeaderParser().parsebytes(begun)))


def letter_of(folder: Path, name: str) -> Letter:
    """Raises `NoSuchLetter`. Of a file that is too large the beginning is read."""
    path = folder / f"{name}{SUFFIX}"
    if not NAME.fullmatch(name):
        raise NoSuchLetter(name)
    try:
        with open(path, "rb", opener=no_link) as file:
            told = os.fstat(file.fileno())
            content = file.read(MOST_BYTES) if S_ISREG(told.st_mode) else b""
    except OSError as error:  # none, a folder, a link to elsewhere
        raise NoSuchLetter(name) from error
    if not S_ISREG(told.st_mode):
        raise NoSuchLetter(name)
    message = parsed(content)
    return Letter(
        name,
        when(told.st_mtime_ns),
        headers_of(message),
        text=part_of(message, "text/plain"),
        html=part_of(message, "text/html"),
    )


def no_link(path: str, flags: int) -> int:
    """Nor a pipe, for whose other end it would wait."""
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def parsed(content: bytes) -> Message:
    """Of what is made of parts within parts, as no mail of ours is, the head alone."""
    if sum(1 for _ in islice(NEST.finditer(content), MOST_NESTS + 1)) > MOST_NESTS:
        return BytesHeaderParser().parsebytes(content[:MOST_BYTES_OF_HEAD])
    return email.message_from_bytes(content)


def when(moment: int) -> datetime:
    return datetime.fromtimestamp(moment / 1e9, UTC)


def headers_of(message: Message) -> tuple[Header, ...]:
    found = islice(message.items(), MOST_HEADERS)
    return tuple(Header(name[:MOST_OF_HEADER], words(str(value))) for name, value in found)


def words(value: str) -> str:
    """A header as people read it; as it stands where it is written wrongly."""
    line = " ".join(value[:MOST_OF_HEADER].split())
    try:
        pieces = decode_header(line)
    except (HeaderParseError, ValueError):
        return line
    return "".join(
        piece if isinstance(piece, str) else decoded(piece, charset) for piece, charset in pieces
    )


def part_of(message: Message, kind: str) -> str:
    """The first part of a kind that is not a file brought along."""
    for part in islice(message.walk(), MOST_PARTS):
        if part.get_content_type() == kind and part.get_content_disposition() != "attachment":
            content = part.get_payload(decode=True)
            return decoded(content, charset_of(part)) if isinstance(content, bytes) else ""
    return ""


def charset_of(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (ValueError, LookupError):
        return None


def decoded(content: bytes, charset: str | None) -> str:
    name = (charset or "").lower()
    return content.decode(name if name in CHARSETS else "utf-8", "replace").replace("\0", "")
