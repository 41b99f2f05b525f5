"""Makes blocks fit the fields of our forms: what is too long goes on after them."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from rotativa.importers.body.result import Report
from rotativa.importers.body.rich import block_of, rich_text
from rotativa.importers.records import Block

_LONGEST = {
    "image": {"alt": 500, "caption": 1000, "credit": 200},
    "gallery": {"title": 200},
    "video": {"title": 300, "caption": 1000},
    "social": {"text": 5000, "author": 200},
    "statement": {"speaker": 200},
    "pull_quote": {"attribution": 200},
    "file": {"title": 200},
    "map": {"place": 200, "note": 500},
}
LONGEST_HEADING = 200
LONGEST_CODE = 100_000
LONGEST_LANGUAGE = 50
MOST_PICTURES = 200
_check_address = URLValidator(schemes=["http", "https"])


def fitted(block: Block, report: Report) -> Iterator[Block]:
    """The block, and after it what had no room in it."""
    kind, value = block["type"], block["value"]
    if kind == "heading":
        yield _heading(block, report)
    elif kind == "code":
        yield from _code(value)
    elif kind == "gallery":
        yield from _gallery(value, report)
    elif kind in _LONGEST:
        yield from _with_rest(block, report)
    else:
        yield block


def is_address(url: str) -> bool:
    """Whether our forms take it as an address."""
    try:
        _check_address(url)
    except ValidationError:
        return False
    return True


def _heading(block: Block, report: Report) -> Block:
    text: str = block["value"]["text"]
    if len(text) <= LONGEST_HEADING:
        return block
    report.add("altered", text[:80], _("Too long for a heading: a bold paragraph instead."))
    return block_of([f"<b>{rich_text(text)}</b>"])


def _code(value: dict[str, Any]) -> Iterator[Block]:
    language = value["language"] if len(value["language"]) <= LONGEST_LANGUAGE else ""
    rest: str = value["code"]
    while rest:
        part, rest = _cut(rest, LONGEST_CODE, at="\n")
        yield {"type": "code", "value": {"language": language, "code": part}}


def _gallery(value: dict[str, Any], report: Report) -> Iterator[Block]:
    images = value["images"]
    after: list[Block] = []
    for image in images:
        _picture, *rest = _with_rest({"type": "image", "value": image["value"]}, report)
        after.extend(rest)
    for start in range(0, len(images), MOST_PICTURES):
        part = {**value, "images": images[start : start + MOST_PICTURES]}
        yield from _with_rest({"type": "gallery", "value": part}, report)
    yield from after


def _with_rest(block: Block, report: Report) -> Iterator[Block]:
    value = block["value"]
    rests = []
    for name, longest in _LONGEST[block["type"]].items():
        if len(value[name]) > longest:
            value[name], rest = _cut(value[name], longest, at=" ")
            rests.append(rest)
            report.add(
                "altered", rest[:80], _("Too long for its place: it goes on in a paragraph.")
            )
    yield block
    for rest in rests:
        yield block_of([rich_text(rest)])


def _cut(text: str, longest: int, *, at: str) -> tuple[str, str]:
    """The text that fits and the rest, cut between words or lines where there are any."""
    if len(text) <= longest:
        return text, ""
    place = text.rfind(at, 1, longest + 1)
    if place < 0:
        return text[:longest], text[longest:]
    return text[:place], text[place + len(at) :]
