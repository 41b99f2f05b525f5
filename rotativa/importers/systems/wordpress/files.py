"""In which encoding a WXR file is: marked, declared, or neither truly."""

import codecs
import re
from enum import Enum
from functools import partial
from typing import IO

from rotativa.importers.files import CHUNK, HEAD, Format, marked_encoding, open_export

UNMARKED_UTF16 = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"))
DECLARED = re.compile(rb"<\?xml[^<>]*?\bencoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
KNOWN_ENCODING = re.compile(
    r"(iso-?8859-\d{1,2}|windows-?125\d|cp125\d|latin-?\d|koi8-[rut]|macintosh|mac-?roman|"
    r"gbk|gb2312|gb18030|big5(-hkscs)?|shift[_-]jis|euc-(jp|kr|tw))",
    re.IGNORECASE,
)


class Reading(Enum):
    ASCII = "ascii"
    UTF8 = "utf-8"
    BROKEN = "broken"


def _encoding(file: IO[bytes]) -> tuple[str, str]:
    """The encoding to read the file in, and the one it wrongly declares.

    Bytes that are valid UTF-8 are UTF-8 whatever the file says; a file that declares UTF-8 and is not
    stays so, and its stray bytes are put right entry by entry.
    """
    file.seek(0)
    head = file.read(HEAD)
    if marked := marked_encoding(head, UNMARKED_UTF16):
        return marked, ""
    found = DECLARED.search(head)
    declared = found[1].decode("ascii") if found else ""
    if not KNOWN_ENCODING.fullmatch(declared):
        return "utf-8", ""
    reading = _read_as_utf8(file)
    if reading is not Reading.BROKEN:
        return "utf-8", declared if reading is Reading.UTF8 else ""
    try:
        return codecs.lookup(declared).name, ""
    except LookupError:
        return "utf-8", ""


def _read_as_utf8(file: IO[bytes]) -> Reading:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    reading = Reading.ASCII
    try:
        while chunk := file.read(CHUNK):
            if not decoder.decode(chunk).isascii():
                reading = Reading.UTF8
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return Reading.BROKEN
    return reading


open_wxr = partial(open_export, form=Format("XML", _encoding))
