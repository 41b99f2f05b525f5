"""Bodies out of the real exports, read without the code under test."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from rotativa.importers.body import Attachments

CONTENT = re.compile(r"<content:encoded>(.*?)</content:encoded>", re.DOTALL)


def contents_of(path: Path) -> Iterator[str]:
    for found in CONTENT.findall(path.read_text(errors="replace")):
        text = re.sub(r"\]\]>\s*<!\[CDATA\[", "", found.strip())
        is_plain = text.startswith("<![CDATA[")
        yield text[9:].removesuffix("]]>") if is_plain else unescape(text)


def attachments_of(path: Path) -> Attachments:
    items = re.findall(r"<item>(.*?)</item>", path.read_text(errors="replace"), re.DOTALL)
    found = {}
    for item in items:
        identity = re.search(r"<wp:post_id>(?:<!\[CDATA\[)?(\d+)", item)
        url = re.search(r"<wp:attachment_url>(?:<!\[CDATA\[)?\s*(http[^\]<\s]+)", item)
        if identity and url:
            found[identity[1]] = url[1]
    return Attachments(found)


def files(folder: Path, pattern: str) -> list[Path]:
    found = sorted(folder.rglob(pattern))
    assert found, f"no {pattern} in {folder}"
    return found
