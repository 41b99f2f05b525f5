"""Who steps out of line says why: each suppression carries its codes and a reason."""

import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, files

SUPPRESSION = re.compile(
    r"#\s*(noqa|type:\s*ignore|pragma:\s*no\s+(?:cover|branch))\b(.*)", re.IGNORECASE
)
CODES = {
    "noqa": re.compile(r":\s*[A-Z]+\d+(?:\s*,\s*[A-Z]+\d+)*(?P<reason>.*)"),
    "type": re.compile(r"\[[a-z, -]+\](?P<reason>.*)"),
    "pragma": re.compile(r"(?P<reason>.*)"),
}
SHORTEST_REASON = 8


def fault_in(comment: str) -> str | None:
    """What a comment lacks if it suppresses something."""
    found = SUPPRESSION.search(comment)
    if not found:
        return None
    kind = re.split(r"\W", found[1].lower())[0]
    coded = CODES[kind].match(found[2])
    if not coded:
        return "no codes"
    reason = coded["reason"].strip(" \t#:;,—–-")
    return None if len(reason) >= SHORTEST_REASON else "no reason"


def comments(path: Path) -> Iterator[tuple[int, str]]:
    with path.open("rb") as source:
        for token in tokenize.tokenize(source.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


def test_each_suppression_carries_a_reason():
    looked_at = [
        (f"{path.relative_to(ROOT)}:{number}", comment)
        for path in files(".py")
        for number, comment in comments(path)
    ]

    assert [(place, fault_in(comment)) for place, comment in looked_at if fault_in(comment)] == []
    assert looked_at


@pytest.mark.parametrize(
    ("comment", "fault"),
    [
        ("# noqa", "no codes"),
        ("# noqa: S603", "no reason"),
        ("# noqa: S603, S607  # the command is ours", None),
        ("# type: ignore", "no codes"),
        ("# type: ignore[attr-defined]", "no reason"),
        ("# type: ignore[attr-defined]  # Wagtail ships no types", None),
        ("# pragma: no cover", "no reason"),
        ("# pragma: no cover - only on Windows", None),
        ("# an ordinary comment", None),
    ],
)
def test_the_check_sees(comment, fault):
    assert fault_in(comment) == fault
