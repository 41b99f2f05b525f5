"""The words of a page, so that two of them can be compared."""

import re
from collections import Counter
from dataclasses import asdict, dataclass
from functools import cached_property

from lxml import etree, html

from rotativa.evidence.capture.bounds import BOUNDS
from rotativa.evidence.capture.parsing import read_html
from rotativa.evidence.capture.reading import Lines
from rotativa.evidence.capture.words import read_words
from rotativa.evidence.checks.apart import StandingReader

MOST_SIGNS = 200_000
"""Compared of a text; what stands further down is not looked at."""
TOGETHER = 5
"""Words that are compared as one."""
SILENT = {"script", "style", "noscript", "template"}
NUMBER = re.compile(r"\d+(?:[.,'’\u00a0\u202f ]\d{3}(?!\d))*(?:[.,]\d+)?")
LEFT_OUT = re.compile(r"\[?(?:…|\.\.\.)\]?")
BETWEEN = re.compile(r"[\s\u00ad\u200b]+")
SIGNS = str.maketrans(
    {
        **dict.fromkeys("“”„«»‹›", '"'),
        **dict.fromkeys("’‘‚", "'"),
        **dict.fromkeys("‐‑–—−", "-"),
    }
)


@dataclass(frozen=True)
class Words:
    """Of a page as it was given at one moment."""

    title: str = ""
    text: str = ""
    """The article alone; what stands around it changes by the hour."""
    everything: str = ""

    @property
    def opening(self) -> str:
        """Where a page says that it is none."""
        return f"{self.title} {self.everything[:1500]}"

    @cached_property
    def squeezed(self) -> str:
        return squeezed(self.everything)

    @cached_property
    def runs(self) -> set[str]:
        found = re.findall(r"\w+", self.text[:MOST_SIGNS].lower())
        return {
            " ".join(found[place : place + TOGETHER])
            for place in range(max(1, len(found) - TOGETHER + 1))
        }

    @cached_property
    def numbers(self) -> Counter[str]:
        """Without what groups their digits: languages and years differ in that."""
        return Counter(re.sub(r"\D", "", each) for each in NUMBER.findall(self.text[:MOST_SIGNS]))

    def says(self, quote: str) -> bool:
        """Whatever quotes and dashes are used; each part, where a quote leaves words out."""
        parts = [part for each in LEFT_OUT.split(quote) if (part := squeezed(each).strip("\"'"))]
        return bool(parts) and all(part in self.squeezed for part in parts)


def words_apart(
    reader: StandingReader, content: bytes, content_type: str, url: str
) -> tuple[Words, str]:
    """Of a page as its site has sent it; and why there are none, where they could not be read."""
    said, fault = reader.ask(told_words, content[: BOUNDS.dom_signs], content_type, url)
    return (Words(**said["words"]) if said else Words()), fault


def told_words(content: bytes, content_type: str, url: str) -> Lines:
    yield {"words": asdict(words_of(read_html(content, content_type), url))}


def words_of(document: html.HtmlElement | None, url: str) -> Words:
    if document is None:
        return Words()
    dom = html.tostring(document, encoding="unicode", doctype="<!doctype html>")
    title = " ".join((document.findtext(".//title") or "").split())
    everything = " ".join(seen_text(document).split())
    return Words(title, read_words(dom, url).text or everything, everything)


def seen_text(document: html.HtmlElement) -> str:
    """All that can be read, also in menus and below pictures."""
    pieces = []
    for event, element in etree.iterwalk(document, events=("start", "end")):
        if event == "start" and element.tag not in SILENT and isinstance(element.tag, str):
            pieces.append(element.text or "")
        elif event == "end":
            pieces.append(element.tail or "")
    return " ".join(pieces)


def squeezed(text: str) -> str:
    """Without spaces, which a page may set anywhere, and with one sign for each that looks alike."""
    return BETWEEN.sub("", text.translate(SIGNS)).casefold()


def likeness(one: Words, other: Words) -> float:
    """1 for the same words in the same order, 0 for none in common."""
    together = len(one.runs & other.runs)
    return together / max(1, len(one.runs | other.runs))


def missing_numbers(base: Words, now: Words) -> list[str]:
    """What 0.89 of likeness does not tell: 11,000 has become 7,000."""
    return sorted((base.numbers - now.numbers).elements(), key=len, reverse=True)
