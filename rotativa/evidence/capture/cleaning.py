"""What a page says, without the signs that no file of ours can hold."""

import re
from urllib.parse import urljoin

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
REFERENCES = re.compile(
    r"&#(?:x0*([0-9a-f]{1,6})(?![0-9a-f])|0*([0-9]{1,7})(?![0-9]));?", re.IGNORECASE
)
FORM_FEED = "\f"


def clean(text: str) -> str:
    """Without control characters and halves of characters, which XML, UTF-8 or a database refuse."""
    return CONTROLS.sub("", text.replace(FORM_FEED, " "))


def clean_html(dom: str) -> str:
    """Also without those that are written as a reference, such as `&#1;`."""
    return REFERENCES.sub(_reference, clean(dom))


def _reference(match: re.Match[str]) -> str:
    number = int(match[1], 16) if match[1] else int(match[2])
    is_left = number <= 0x10FFFF and clean(chr(number)) == chr(number)
    return match[0] if is_left else " "


def joined(base: str, url: str) -> str:
    """Where `url` leads from `base`; nowhere, if nobody can read it."""
    try:
        return urljoin(base, url.strip())
    except ValueError:
        return ""
