"""DKIM (RFC 6376, RFC 8463) of a message with places: nearly all of it is hashed once for the issue.

Canonical forms, relaxed both, are computed when the issue is. For each recipient the hash of the body
goes on from where the first place stands. The signature itself is somebody else's.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric import rsa

from rotativa.lib.mail_keys import Key
from rotativa.newsletters.mime.message import Message
from rotativa.newsletters.mime.slots import Splice

SIGNED = (
    *("from", "to", "subject", "date", "message-id", "mime-version", "content-type"),
    *("list-id", "list-unsubscribe", "list-unsubscribe-post", "feedback-id"),
)


@dataclass(frozen=True, slots=True)
class Identity:
    """Under which name a key is published: `<selector>._domainkey.<domain>`."""

    domain: str
    selector: str
    key: Key

    @property
    def algorithm(self) -> str:
        return "rsa-sha256" if isinstance(self.key, rsa.RSAPrivateKey) else "ed25519-sha256"


class Unsigned(NamedTuple):
    """What the header of one letter lacks a signature for."""

    body_hash: bytes
    digest: bytes
    """SHA-256 of what is signed."""


class Signer:
    """Writes the headers of one issue for one identity."""

    def __init__(self, message: Message, identity: Identity, *, at: datetime) -> None:
        self.key = identity.key
        names = ":".join(SIGNED[:5]) + ":\r\n  " + ":".join(SIGNED[5:])
        self.begins = (
            f"DKIM-Signature: v=1; a={identity.algorithm}; c=relaxed/relaxed;\r\n"
            f" d={identity.domain}; s={identity.selector}; t={int(at.timestamp())};\r\n"
            f" h={names};\r\n bh="
        ).encode()
        lines = canonical_lines(message.head)
        self.head = Splice(b"".join(lines[name] for name in SIGNED))
        self.own = canonical_line(self.begins)
        self.body = Splice(canonical_body(message.body))
        self.hashed = hashlib.sha256(self.body.parts[0])

    def unsigned(self, values: Mapping[str, bytes]) -> Unsigned:
        hashed = self.hashed.copy()
        for part in self.body.filled(values)[1:]:
            hashed.update(part)
        body_hash = base64.b64encode(hashed.digest())
        asked = b"".join([*self.head.filled(values), self.own, body_hash, b"; b="])
        return Unsigned(body_hash, hashlib.sha256(asked).digest())

    def header(self, unsigned: Unsigned, signature: bytes) -> bytes:
        """The line to be put before the message."""
        text = base64.b64encode(signature)
        folded = b"\r\n ".join(text[at : at + 72] for at in range(0, len(text), 72))
        return b"".join([self.begins, unsigned.body_hash, b";\r\n b=", folded, b"\r\n"])


def canonical_lines(head: bytes) -> dict[str, bytes]:
    """Each header by its name, as it is hashed."""
    lines = re.split(rb"\r\n(?![ \t])", head.removesuffix(b"\r\n"))
    return {
        line.partition(b":")[0].decode().lower(): canonical_line(line) + b"\r\n" for line in lines
    }


def canonical_line(line: bytes) -> bytes:
    name, _, value = line.partition(b":")
    unfolded = re.sub(rb"[ \t]+", b" ", value.replace(b"\r\n", b"")).strip()
    return name.strip().lower() + b":" + unfolded


def canonical_body(body: bytes) -> bytes:
    body = re.sub(rb"[ \t]+", b" ", body).replace(b" \r\n", b"\r\n")
    return re.sub(rb"(\r\n)*\Z", b"", body) + b"\r\n"
