"""Places in a message that differ by recipient: found once, filled by joining bytes.

Whoever composes an issue writes `TOKEN` where an address names its subscriber. The
marks are of Unicode's private use, so no article contains them by chance.
"""

import re
from collections.abc import Mapping
from typing import Literal

Name = Literal["address", "leaver", "letter", "token"]

TOKEN = "\ue000token\ue001"  # noqa: S105  # the mark of the place, not a token
MARK = re.compile("\ue000(address|leaver|letter|token)\ue001")
PLACE = re.compile(rb"\0(address|leaver|letter|token)\0")
VALUE = re.compile(rb"[A-Za-z0-9_-]{1,70}")
"""What may stand alone on a line of quoted-printable, and in any header."""


def place(name: Name) -> str:
    return f"\0{name}\0"


class Splice:
    """Bytes with places, cut at them."""

    def __init__(self, raw: bytes) -> None:
        cut = PLACE.split(raw)
        self.parts = cut[0::2]
        self.names = [name.decode() for name in cut[1::2]]

    def filled(self, values: Mapping[str, bytes]) -> list[bytes]:
        parts = [self.parts[0]]
        for name, part in zip(self.names, self.parts[1:], strict=True):
            parts += (values[name], part)
        return parts
