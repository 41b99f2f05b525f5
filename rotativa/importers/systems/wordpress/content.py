"""Makes a post's content whole before it becomes blocks: what WordPress would have filled in."""

import re

from rotativa.importers.systems.wordpress.cutting import FIELD_LIMIT
from rotativa.importers.systems.wordpress.survey import Survey

GALLERY = re.compile(r"(?<!\[)\[gallery(?=[\s\]/])([^\[\]]{0,2000})\]")
NAMES_PICTURES = re.compile(r"\b(?:ids|include)\s*=")
OF_POST = re.compile(r"\bid\s*=\s*[\"']?(\d+)")
WITHOUT = re.compile(r"\bexclude\s*=\s*[\"']?([\d,\s]+)")
PATTERN = re.compile(r"<!--\s*+wp:(?:core/)?block\s++(\{[^{}]*+\})\s*+/-->")
REFERENCE = re.compile(r"\"ref\"\s*:\s*(\d+)")
NESTING_LIMIT = 3


def whole_content(content: str, *, post: str, survey: Survey) -> str:
    """With synced patterns in place and galleries that name their pictures."""
    if survey.patterns and "wp:" in content:
        content = _with_patterns(content, survey.patterns)
    if "[gallery" in content:
        content = GALLERY.sub(lambda found: _gallery(found, post, survey), content)
    return content


def _with_patterns(content: str, patterns: dict[str, str]) -> str:
    """As far as the bounds reach; a pattern beyond them stays a block that is reported."""
    for _ in range(NESTING_LIMIT):
        shown = [_shown(found, patterns) for found in PATTERN.finditer(content)]
        if not shown or len(content) + sum(map(len, shown)) > FIELD_LIMIT:
            break
        content = PATTERN.sub(lambda found: _shown(found, patterns), content)
    return content


def _shown(found: re.Match[str], patterns: dict[str, str]) -> str:
    reference = REFERENCE.search(found[1])
    return patterns.get(reference[1], found[0]) if reference else found[0]


def _gallery(found: re.Match[str], post: str, survey: Survey) -> str:
    """A gallery that names no pictures shows those that were uploaded to its post."""
    attributes = found[1]
    if NAMES_PICTURES.search(attributes):
        return found[0]
    other, without = OF_POST.search(attributes), WITHOUT.search(attributes)
    hidden = set(re.findall(r"\d+", without[1])) if without else set()
    pictures = survey.pictures_uploaded_to(other[1] if other else post)
    shown = ",".join(picture for picture in pictures if picture not in hidden)
    return f'[gallery ids="{shown}"{attributes}]' if shown else found[0]
