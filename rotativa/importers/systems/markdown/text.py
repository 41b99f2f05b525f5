"""Bytes of a file as text: UTF-8, UTF-16 with its mark, else Windows-1252 where UTF-8 fails."""

import codecs
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_SHOWN_LINES = 5


@dataclass(frozen=True, slots=True)
class Text:
    value: str
    why: str = ""
    """What was altered on the way, for an editor; empty when nothing was."""


def decode(raw: bytes) -> Text | None:
    """The text with plain line ends and no byte order mark, or None when `raw` is not text."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_utf16(raw)
    if b"\x00" in raw:
        return None
    try:
        return Text(_with_plain_ends(raw.decode("utf-8-sig")))
    except UnicodeDecodeError:
        return _decode_by_line(raw)


def _decode_utf16(raw: bytes) -> Text | None:
    try:
        value = raw.decode("utf-16")
    except UnicodeDecodeError:
        return None
    if "\x00" in value:
        return None
    return Text(_with_plain_ends(value), _("The file is UTF-16 and was read as such."))


def _decode_by_line(raw: bytes) -> Text | None:
    lines: list[str] = []
    odd: list[int] = []
    for number, line in enumerate(raw.removeprefix(codecs.BOM_UTF8).split(b"\n"), start=1):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            odd.append(number)
            try:
                lines.append(line.decode("cp1252"))
            except UnicodeDecodeError:
                return None
    shown = ", ".join(str(number) for number in odd[:_SHOWN_LINES])
    more = ", …" if len(odd) > _SHOWN_LINES else ""
    why = ngettext(
        "Line %(lines)s: not UTF-8, read as Windows-1252.",
        "Lines %(lines)s: not UTF-8, read as Windows-1252.",
        len(odd),
    )
    return Text(_with_plain_ends("\n".join(lines)), why % {"lines": shown + more})


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
