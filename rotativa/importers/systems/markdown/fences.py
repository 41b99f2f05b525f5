"""Blocks that Markdown has no sign for: a fence named after the block, with its value in YAML."""

import re
from collections.abc import Callable
from html import escape
from typing import Any, Literal, TypeAlias
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from rotativa.importers.body import convert_markdown
from rotativa.importers.json_safe import json_safe
from rotativa.importers.records import Block, MediaReference
from rotativa.importers.systems.markdown.values import (
    Values,
    as_day,
    as_list,
    as_map,
    as_text,
    as_truth,
)
from rotativa.lib.safe_yaml import YamlRefused, read_yaml

Value: TypeAlias = dict[str, Any]
Told: TypeAlias = Callable[[Literal["skipped", "altered", "kept"], str, str], None]
"""Called with action, what and why."""

_EMPTY = re.compile(r"^([`~]{3,})[ \t]*questions[ \t]*\n\s*\1[ \t]*$", re.MULTILINE)
_PLAIN_CELL = re.compile(r"[^*_`\[\]<>&~\\!:/@\n]*")


class _Refused(ValueError):
    """The fence stays a code block, for this reason."""


def with_filled_fences(text: str) -> str:
    """A fence without content is no block of Markdown: `questions` gets one."""
    return _EMPTY.sub(r"\1questions\nhere\n\1", text) if "questions" in text else text


def read_fences(blocks: list[Block], told: Told) -> list[Block]:
    """The blocks, with code blocks that are fences of ours as what they stand for."""
    return [_read(block, told) if block["type"] == "code" else block for block in blocks]


def _read(block: Block, told: Told) -> Block:
    kind = str(block["value"]["language"])
    make = _KINDS.get(kind)
    if make is None:
        return block
    if kind == "questions":
        return {"type": "questions", "value": None}
    try:
        values = Values(_fields(block["value"]["code"]))
        value = make(values)
    except (YamlRefused, ValueError) as error:
        why = _("The fence is kept as code: %(reason)s.") % {"reason": error}
        told("kept", kind, why)
        return block
    if rest := values.rest():
        why = _("Of a fence, these keys are not used: %(keys)s.")
        told("skipped", kind, why % {"keys": ", ".join(rest)})
    return {"type": kind, "value": value}


def _fields(code: str) -> dict[str, Any]:
    fields = json_safe(read_yaml(code).value)
    if not isinstance(fields, dict):
        raise _Refused(_("it is not a map of keys to values"))
    return fields


def _text(values: Values, name: str, *, is_needed: bool = False) -> str:
    text = as_text(values.take(name))
    if is_needed and not text:
        raise _Refused(_("%(key)s is missing") % {"key": name})
    return text


def _texts(values: Values, *names: str) -> Value:
    return {name: _text(values, name) for name in names}


def _url(values: Values, name: str, *, is_needed: bool = False) -> str:
    url = _text(values, name, is_needed=is_needed)
    if url and urlsplit(url).scheme not in {"http", "https"}:
        raise _Refused(_("%(url)s is not an address of the web") % {"url": url[:100]})
    return url


def _statement(values: Values) -> Value:
    day = as_day(values.take("date"))
    return {
        "quote": _text(values, "quote", is_needed=True),
        **_texts(values, "speaker", "means"),
        "date": day.isoformat() if day else None,
        "url": _url(values, "url"),
        **_texts(values, "original", "original_language"),
    }


def _pull_quote(values: Values) -> Value:
    return {"text": _text(values, "text", is_needed=True), **_texts(values, "attribution")}


def _video(values: Values) -> Value:
    return {"url": _url(values, "url", is_needed=True), **_texts(values, "title", "caption")}


def _social(values: Values) -> Value:
    return {"url": _url(values, "url", is_needed=True), **_texts(values, "text", "author")}


def _map(values: Values) -> Value:
    return {"url": _url(values, "url", is_needed=True), **_texts(values, "place", "note")}


def _file(values: Values) -> Value:
    file = MediaReference(url=_text(values, "file", is_needed=True))
    return {"file": file, **_texts(values, "title")}


def _picture(values: Values) -> Value:
    return {
        "image": MediaReference(url=_text(values, "image", is_needed=True)),
        "alt": _text(values, "alt"),
        "decorative": as_truth(values.take("decorative")),
        **_texts(values, "caption", "credit"),
    }


def _image(values: Values) -> Value:
    width = "wide" if _text(values, "width") == "wide" else "text"
    return {**_picture(values), "width": width, "link": _url(values, "link")}


def _gallery(values: Values) -> Value:
    items = [_picture(Values(as_map(entry))) for entry in as_list(values.take("images"))]
    if not items:
        raise _Refused(_("%(key)s is missing") % {"key": "images"})
    images = [{"type": "item", "value": item} for item in items]
    return {"title": _text(values, "title"), "images": images}


def _table(values: Values) -> Value:
    headings = [as_text(heading) for heading in as_list(values.take("columns"))]
    rows = [[_cell(as_text(cell)) for cell in as_list(row)] for row in as_list(values.take("rows"))]
    width = max(map(len, [headings, *rows]), default=0)
    if not rows or not width:
        raise _Refused(_("%(key)s is missing") % {"key": "rows"})
    headings += [""] * (width - len(headings))
    return {
        "columns": [{"type": "text", "heading": heading} for heading in headings],
        "rows": [{"values": row + [""] * (width - len(row))} for row in rows],
        "caption": _text(values, "caption"),
    }


def _cell(text: str) -> str:
    if not text or _PLAIN_CELL.fullmatch(text):
        return f"<p>{escape(text, quote=False)}</p>" if text else ""
    blocks = convert_markdown(text).blocks
    return "".join(block["value"] for block in blocks if block["type"] == "paragraph")


_KINDS: dict[str, Callable[[Values], Value]] = {
    "file": _file,
    "gallery": _gallery,
    "image": _image,
    "map": _map,
    "pull_quote": _pull_quote,
    "questions": lambda _values: {},
    "social": _social,
    "statement": _statement,
    "table": _table,
    "video": _video,
}
