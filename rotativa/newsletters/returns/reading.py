"""What a mail says that came back: a bounce, a complaint, the reply of a machine, or something else.

Anybody may have written it. Only its beginning is read, and of one with many parts only the head, so
that no nesting and no size costs more than the mail is worth.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message
from enum import StrEnum

from flufl.bounce import all_failures

from rotativa.newsletters.models.returned import LONGEST_WORDS, Kind
from rotativa.newsletters.returns.verdicts import verdict, verdict_without_codes

logger = logging.getLogger(__name__)

LONGEST = 128 * 1024
MOST_KINDS = 20
MOST_BORDERS = 200
LONGEST_FIELD = 2000
KINDS = re.compile(rb"^content-type[ \t]*:", re.IGNORECASE | re.MULTILINE)
BORDERS = re.compile(rb"^--", re.MULTILINE)
LONG_LINES = re.compile(rb"([^\n]{%d})[^\n]+" % LONGEST_FIELD)
BLANK = re.compile(rb"\r?\n\r?\n")
POSTMASTERS = re.compile(r"mailer-daemon|postmaster|mail delivery|mail system", re.IGNORECASE)
NO_COMPLAINT = frozenset({"not-spam", "dmarc", "auth-failure", "opt-out-list"})
MARKS_OF_MACHINES = ("x-autoreply", "x-autorespond")
RECEIPT = "message/disposition-notification"
ORIGINALS = frozenset({"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"})


class Says(StrEnum):
    RETURNED = "returned"
    LATE = "late"
    """It is still tried."""
    MACHINE = "machine"
    """On holiday, received, read: nobody is gone."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Read:
    says: Says
    kind: Kind | None = None
    words: str = ""
    senders: tuple[str, ...] = ()
    """Where the letter came from that it is about, as it says itself: not believed unless signed."""


def read_mail(raw: bytes) -> Read:
    message = parsed(raw)
    for look in (complaint, bounce, machine, old_bounce):
        if found := look(message):
            return found
    return Read(Says.OTHER)


def parsed(raw: bytes) -> Message:
    head = LONG_LINES.sub(rb"\1", raw[:LONGEST].replace(b"\0", b""))
    if len(KINDS.findall(head)) > MOST_KINDS or len(BORDERS.findall(head)) > MOST_BORDERS:
        head = BLANK.split(head, maxsplit=1)[0] + b"\r\n\r\n"
    return message_from_bytes(head)


def complaint(message: Message) -> Read | None:
    """ARF (RFC 5965)."""
    for fields in blocks(message, "message/feedback-report"):
        kind = field(fields, "feedback-type").lower()
        if kind in NO_COMPLAINT:
            return Read(Says.OTHER)
        if kind:
            named = (field(fields, "original-mail-from"), *return_paths(message))
            words = f"{kind}, {field(fields, 'user-agent')}".strip(", ")
            return Read(Says.RETURNED, Kind.COMPLAINT, words[:LONGEST_WORDS], named)
    return None


def bounce(message: Message) -> Read | None:
    """DSN (RFC 3464). One letter has one recipient, so the first of them is the one."""
    is_late = False
    for fields in blocks(message, "message/delivery-status"):
        action = field(fields, "action").lower()
        if action.startswith(("fail", "error")):
            words = field(fields, "diagnostic-code").partition(";")[2].strip()
            status = field(fields, "status")
            said = (words or status)[:LONGEST_WORDS]
            kind = verdict(words, status=status)
            return Read(Says.RETURNED, kind, said, tuple(return_paths(message)))
        is_late = is_late or action.startswith("delay")
    return Read(Says.LATE) if is_late else None


def machine(message: Message) -> Read | None:
    """An answer to a mail that no person has written (RFC 3834), or a receipt (RFC 8098)."""
    says_so = field(message, "auto-submitted").lower() not in {"", "no"}
    is_marked = says_so or any(message[name] for name in MARKS_OF_MACHINES)
    is_old = field(message, "precedence").lower() in {"auto_reply", "auto-reply"}
    if (is_marked or is_old) and not is_of_postmaster(message):
        return Read(Says.MACHINE)
    is_receipt = any(part.get_content_type() == RECEIPT for part in message.walk())
    return Read(Says.MACHINE) if is_receipt else None


def old_bounce(message: Message) -> Read | None:
    """As servers wrote before there was a standard, and some still do."""
    if not is_of_postmaster(message):
        return None
    try:
        late, failed = all_failures(message)
    except Exception:  # a stranger wrote what the library reads
        logger.warning("A mail that came back cannot be read.", exc_info=True)
        return None
    if failed:
        words = " ".join(first_text(message).split())
        kind = verdict_without_codes(words)
        return Read(Says.RETURNED, kind, words[:LONGEST_WORDS], tuple(return_paths(message)))
    return Read(Says.LATE) if late else None


def is_of_postmaster(message: Message) -> bool:
    if message["x-failed-recipients"]:
        return True
    return any(POSTMASTERS.search(field(message, name)) for name in ("from", "sender"))


def blocks(message: Message, kind: str) -> Iterator[Message]:
    """The groups of fields in parts of that kind."""
    for part in message.walk():
        if part.get_content_type() == kind and part.is_multipart():
            yield from (each for each in part.get_payload() if isinstance(each, Message))


def field(message: Message, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())


def return_paths(message: Message) -> Iterator[str]:
    """As the letter had them that is quoted."""
    for part in message.walk():
        if part.get_content_type() not in ORIGINALS:
            continue
        payload = part.get_payload()
        quoted = (
            payload[0]
            if isinstance(payload, list) and payload
            else message_from_string(str(payload))
        )
        if isinstance(quoted, Message) and (path := field(quoted, "return-path")):
            yield path.strip("<> ")


def first_text(message: Message) -> str:
    for part in message.walk():
        if part.get_content_maintype() == "text":
            content = part.get_payload(decode=True)
            return (
                content[:LONGEST_FIELD].decode("utf-8", "replace")
                if isinstance(content, bytes)
                else ""
            )
    return ""
