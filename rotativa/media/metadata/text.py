"""Words out of a file that anybody may have written: decoded, plain, and no longer than we keep."""

import html
import re
import unicodedata

import nh3

LONGEST_READ = 20_000
BREAKS = re.compile(r"<\s*(?:br|/p|/div|/li)\b[^<>]{0,200}>", re.IGNORECASE)
# Neither a tag nor a comment begins here: “<3”, “Ada <ada@paper.example>”, “<https://paper.example>”.
LESS_THAN = re.compile(r"<(?![/?]?[a-z][\w-]*(?::\w[\w-]*)?[\s/>]|!)", re.IGNORECASE)
LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029]")
BLANK_LINES = re.compile(r"\n\s*\n")
# Marks that turn the direction of all text that follows them, and byte order marks.
UNWANTED = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
# Control characters, halves of surrogate pairs, private and unassigned code points.
BARE = frozenset({"Cc", "Cs", "Co", "Cn"})


def decoded(data: bytes) -> str:
    """UTF-8 where it is that, else what Windows and old cameras write."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def plain_text(text: str, *, longest: int) -> str:
    """Several lines of plain text: no markup, no control characters, at most `longest` characters."""
    return shortened(visible(without_markup(text[:LONGEST_READ])), longest=longest)


def plain_line(text: str, *, longest: int) -> str:
    """The same in one line."""
    return shortened(" ".join(plain_text(text, longest=LONGEST_READ).split()), longest=longest)


def visible(text: str) -> str:
    """Text without control characters, its lines trimmed, at most one of them blank in a row."""
    text = UNWANTED.sub("", unicodedata.normalize("NFC", LINE_ENDS.sub("\n", text)))
    text = "".join(
        each for each in text if each in "\n\t" or unicodedata.category(each) not in BARE
    )
    lines = [" ".join(line.split()) for line in BLANK_LINES.sub("\n\n", text.strip()).split("\n")]
    return "\n".join(lines)


def without_markup(text: str) -> str:
    if "<" not in text and "&" not in text:
        return text
    text = LESS_THAN.sub("&lt;", BREAKS.sub("\n", text))
    return html.unescape(nh3.clean(text, tags=set()))


def shortened(text: str, *, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
