"""Read an oEmbed answer. It is a stranger's: only plain text and small numbers come out of it."""

import html
import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from rotativa.pages.oembed.post import Post, read_post

MAX_TITLE = 300
MAX_NAME = 200
MAX_URL = 1000
MAX_TEXT = 5000
MAX_SIDE = 10_000
MAX_SECONDS = 7 * 24 * 3600

KINDS = ("video", "rich", "photo", "link")
# Marks that turn the direction of the words after them could make a card say what it does not.
DIRECTION_MARKS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


class NoCard(Exception):
    """The site has no card for the address; `str(error)` is fit to be shown."""


@dataclass(frozen=True)
class Answer:
    kind: str
    title: str = ""
    author_name: str = ""
    author_url: str = ""
    provider_name: str = ""
    thumbnail_url: str = ""
    text: str = ""
    text_language: str = ""
    width: int | None = None
    height: int | None = None
    duration: int | None = None


def read_answer(body: bytes) -> Answer:
    """Read what a provider answered, or raise NoCard."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise NoCard(_("The site's answer cannot be read.")) from None
    if not isinstance(data, dict) or data.get("type") not in KINDS:
        raise NoCard(_("The site's answer does not describe a film or a post."))
    post = _post(data)
    return Answer(
        kind=data["type"],
        title=_line(data.get("title"), MAX_TITLE),
        author_name=_line(data.get("author_name"), MAX_NAME),
        author_url=_web_address(data.get("author_url")),
        provider_name=_line(data.get("provider_name"), MAX_NAME),
        thumbnail_url=_web_address(data.get("thumbnail_url") or _photo(data)),
        text=words(post.text, MAX_TEXT),
        text_language=post.language,
        width=_number(data.get("width"), MAX_SIDE),
        height=_number(data.get("height"), MAX_SIDE),
        duration=_number(data.get("duration"), MAX_SECONDS),
    )


def words(text: str, length: int) -> str:
    """Return plain text: no control or direction marks, no runs of empty lines, cut to a length."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(DIRECTION_MARKS)
    text = "".join(
        sign for sign in text if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs"}
    )
    lines = [" ".join(line.split()) for line in text.split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _line(value: Any, length: int) -> str:
    """Return one line; some sites escape it as HTML, some do not."""
    if not isinstance(value, str):
        return ""
    return words(" ".join(html.unescape(value[: 4 * length]).split()), length)


def _post(data: dict[str, Any]) -> Post:
    markup = data.get("html")
    return read_post(markup) if isinstance(markup, str) else Post("", "")


def _photo(data: dict[str, Any]) -> Any:
    return data.get("url") if data["type"] == "photo" else None


def _web_address(value: Any) -> str:
    if not isinstance(value, str) or len(value) > MAX_URL or not value.isprintable():
        return ""
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return ""
    return value.strip() if parts.scheme in {"http", "https"} and parts.hostname else ""


def _number(value: Any, most: int) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 10:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= most:
        return None
    return int(value) or None
