"""Whether JSON-LD says only what schema.org's vocabulary lets it: properties of their types, values of theirs."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from lxml.html import HtmlElement

Node = dict[str, Any]
VOCABULARY = Path(__file__).parent / "data" / "schema_org.json"
DATE = r"\d{4}-\d\d-\d\d"
MOMENT = DATE + r"T\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)"
FORMS = {
    "Text": r"(?s).+",
    "URL": r"https?://\S+",
    "Date": DATE,
    "DateTime": MOMENT,
}
KEYWORDS = {"@type", "@id"}


@cache
def types() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(VOCABULARY.read_text())["types"]
    return found


def with_parents(name: str) -> Iterator[str]:
    yield name
    for parent in types()[name]["parents"]:
        yield from with_parents(parent)


def graph_of(page: HtmlElement) -> list[Node]:
    """All that a page says, in one list."""
    blocks = page.xpath("//script[@type='application/ld+json']")
    read = [json.loads(block.text) for block in blocks]
    assert all(list(each) == ["@context", "@graph"] for each in read)
    assert {each["@context"] for each in read} <= {"https://schema.org"}
    return [node for each in read for node in each["@graph"]]


def faults(node: Node, *, at: str = "") -> list[str]:
    """Each place where a node, or one within it, breaks the vocabulary."""
    kind = node.get("@type", "")
    if kind not in types():
        return [f"{at}: {kind!r} is no type"]
    found = []
    for name, value in node.items():
        place = f"{at}/{kind}.{name}"
        if name not in KEYWORDS:
            expected = expected_of(kind, name)
            values = value if isinstance(value, list) else [value]
            found += [each for one in values for each in faults_of(one, expected, at=place)]
    return found


def expected_of(kind: str, name: str) -> list[str]:
    """The types that values of a property may have; `query-input` says what an action is asked with."""
    base = name.removesuffix("-input")
    for each in with_parents(kind):
        if base in types()[each]["properties"]:
            return ["Text"] if base != name else list(types()[each]["properties"][base])
    return []


def faults_of(value: Any, expected: list[str], *, at: str) -> list[str]:
    if not expected:
        return [f"{at} is no property"]
    if isinstance(value, dict):
        kinds = (
            set(with_parents(value.get("@type", ""))) if value.get("@type") in types() else set()
        )
        wrong = [] if kinds & set(expected) else [f"{at} is none of {expected}: {value}"]
        return wrong + faults(value, at=at)
    return [] if is_one_of(value, expected) else [f"{at} is none of {expected}: {value!r}"]


def is_one_of(value: Any, expected: list[str]) -> bool:
    match value:
        case bool():
            return "Boolean" in expected
        case int():
            return "Integer" in expected or "Number" in expected
        case str():
            return any(re.fullmatch(FORMS[each], value) for each in expected if each in FORMS)
    return False
