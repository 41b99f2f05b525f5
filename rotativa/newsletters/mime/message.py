"""An issue as a message of RFC 5322, built once; what differs by recipient stays open."""

import hashlib
import quopri
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime

from rotativa.newsletters.mime.slots import MARK, place

PLAIN = re.compile(r"[A-Za-z0-9 ]+")
LINE_ENDS = re.compile(r"\r\n?|\n")
LONGEST_LINE = 70


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the headers say; the addresses are plain ones."""

    sender_name: str
    sender: str
    newsletter: str
    """Its slug."""
    newsletter_name: str
    language: str
    period: str
    host: str
    """The paper's, by which lists and letters are named."""
    leave_url: str
    """Where a POST ends the subscription (RFC 8058); with the place of the token."""
    leave_mail: str
    """Where a mail does; empty where nobody reads it."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """Header lines and body with CRLF; both with places."""

    head: bytes
    body: bytes


def build_message(letterhead: Letterhead, *, subject: str, html: str, text: str) -> Message:
    body_text, body_html = encoded(text), encoded(html)
    border = f"=_{hashlib.sha256(body_text + body_html).hexdigest()[:40]}"
    parts = [("text/plain", body_text), ("text/html", body_html)]
    body = b"".join(part_of(kind, content, border=border) for kind, content in parts)
    lines = [*headers_of(letterhead, subject=subject), *type_lines(border)]
    head = "".join(f"{name}: {value}\r\n" for name, value in lines)
    return Message(head.encode("ascii"), body + f"--{border}--\r\n".encode())


def headers_of(letterhead: Letterhead, *, subject: str) -> Sequence[tuple[str, str]]:
    paper = letterhead
    list_id = f"{paper.language}.{paper.newsletter}.{paper.host}"
    return [
        ("From", f"{phrase(paper.sender_name)} <{paper.sender}>"),
        ("To", f"<{place('address')}>"),
        ("Subject", unstructured(subject)),
        ("Date", format_datetime(paper.at)),
        ("Message-ID", f"<{place('letter')}@{paper.host}>"),
        ("List-Id", f"{phrase(paper.newsletter_name)} <{list_id}>"),
        ("List-Unsubscribe", ways_to_leave(paper)),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("Feedback-ID", f"{paper.period}:{paper.language}:{paper.newsletter}:rotativa"),
        ("Precedence", "bulk"),
        ("Content-Language", paper.language),
    ]


def ways_to_leave(paper: Letterhead) -> str:
    """The page first: some programs know only the first of them."""
    mail = f",\r\n <mailto:{paper.leave_mail}>" if paper.leave_mail else ""
    return f"<{paper.leave_url}>{mail}"


def type_lines(border: str) -> Sequence[tuple[str, str]]:
    return [
        ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/alternative;\r\n boundary="{border}"'),
    ]


def part_of(kind: str, content: bytes, *, border: str) -> bytes:
    head = (
        f"--{border}\r\nContent-Type: {kind}; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return head.encode() + content + b"\r\n"


def encoded(text: str) -> bytes:
    """Quoted-printable; each place stands alone between soft ends of line, so any value fits."""
    out = []
    for number, piece in enumerate(MARK.split(LINE_ENDS.sub("\n", text).replace("\0", ""))):
        if number % 2:
            out.append(f"=\r\n\0{piece}\0=\r\n".encode())
        else:
            out.append(quopri.encodestring(piece.encode()).replace(b"\n", b"\r\n"))
    return b"".join(out)


def unstructured(text: str) -> str:
    """One line of words as a header holds it, folded."""
    words = " ".join(text.replace("\0", "").split())
    charset = "us-ascii" if words.isascii() else "utf-8"
    header = Header(words, charset, maxlinelen=LONGEST_LINE, header_name="List-Unsubscribe-Post")
    return header.encode(linesep="\r\n")


def phrase(name: str) -> str:
    """A name before an address in angle brackets."""
    words = " ".join(name.replace("\0", "").split())
    if PLAIN.fullmatch(words):
        return words
    if words.isascii():
        escaped = words.replace("\\", r"\\").replace('"', r"\"")
        return f'"{escaped}"'
    return unstructured(words)


def stuffed(body: bytes) -> bytes:
    """As a body is sent: no line of it is taken for the end. What fills a place begins with no dot."""
    return re.sub(rb"(?m)^\.", b"..", body)
