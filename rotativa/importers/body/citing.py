"""Footnotes that lead somewhere become sources, and their numbers in the text marks."""

import re
from collections import defaultdict
from collections.abc import Mapping
from html import escape

from django.utils.translation import gettext as _
from lxml import etree

from rotativa.importers.body.composer import Composer, Element
from rotativa.importers.body.footnotes import NOTES
from rotativa.importers.body.plain import plain_text
from rotativa.importers.body.result import Report
from rotativa.importers.records import Cited

MARK = "rotativa-mark"
SIGN = "※"
LONGEST_TITLE = 300
LONGEST_LOCATOR = 200
WITHOUT_MARKS = ("h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "figcaption", "dt")
"""What becomes a block in whose text no mark may stand."""
MORE_THAN_WORDS = ("ul", "ol", "table", "pre", "blockquote", "img", "iframe", "video", "audio")
ADDRESS = re.compile(r"https?://[^\s<>\"]{4,2000}")
AROUND = " \t\n.,;:()[]–—-↩︎"


def take_citations(tree: Element, report: Report, named: Mapping[str, Cited]) -> tuple[Cited, ...]:
    """Change the tree; returns what is cited, in the order of the notes.

    `named` are sources that the text calls by the label of a footnote. A note without an address, with
    more than one, or with more than words stays a note.
    """
    numbers = numbers_in(tree)
    found: list[Cited] = []
    for section in [each for each in tree.iter("section", "div") if is_of_notes(each)]:
        notes = list(section.iter("li"))
        taken = [note for note in notes if take_note(note, numbers, named, found, report)]
        if taken:
            renumber([note for note in notes if note not in taken], numbers)
        for note in taken:
            cut_out(note)
        if taken and len(taken) == len(notes):
            cut_out(section)
    return tuple(found)


def is_of_notes(node: Element) -> bool:
    return NOTES.search(node.get("class") or "") is not None


def numbers_in(tree: Element) -> dict[str, list[Element]]:
    """The numbers in the text, by the note that each leads to."""
    found: dict[str, list[Element]] = defaultdict(list)
    for number in tree.iter("sup"):
        link = number.find("a")
        href = (link.get("href") or "") if link is not None else ""
        if href.startswith("#"):
            found[href[1:]].append(number)
    return found


def take_note(
    note: Element,
    numbers: Mapping[str, list[Element]],
    named: Mapping[str, Cited],
    found: list[Cited],
    report: Report,
) -> bool:
    identity = note.get("id") or ""
    leading = numbers.get(identity, [])
    citing = [each for each in leading if not is_within(each, WITHOUT_MARKS)]
    cited = named.get(note.get("data-note") or "")
    locator = ""
    if cited is None:
        cited, locator = source_in(note, key=f"note-{len(found) + 1}")
    if cited is None or not citing:
        return False
    found.append(cited)
    for number in leading:
        mark = etree.Element(MARK, key=cited.key, locator=locator) if number in citing else None
        put_in_place(number, mark)
    why = _("A footnote that leads somewhere became a source that the article cites.")
    report.add("altered", cited.title or cited.url, why)
    return True


def source_in(note: Element, *, key: str) -> tuple[Cited | None, str]:
    """What a note leads to, and the place in it that its other words name."""
    labels = {
        href: plain_text(each)
        for each in note.iter("a")
        if (href := each.get("href") or "").startswith(("http://", "https://"))
    }
    said = plain_text(without_way_back(note))
    labels = labels or {each.rstrip(AROUND): each.rstrip(AROUND) for each in ADDRESS.findall(said)}
    if len(labels) != 1 or has_any(note, MORE_THAN_WORDS):
        return None, ""
    ((url, label),) = labels.items()
    rest = " ".join(said.replace(label, " ", 1).split()).strip(AROUND)
    if is_address(label):
        label, rest = rest, ""
    if len(label) > LONGEST_TITLE or len(rest) > LONGEST_LOCATOR:
        return None, ""
    return Cited(key=key, url=url, title=label), rest


def is_within(node: Element, tags: tuple[str, ...]) -> bool:
    return next(node.iterancestors(*tags), None) is not None


def has_any(node: Element, tags: tuple[str, ...]) -> bool:
    return next(node.iter(*tags), None) is not None


def without_way_back(note: Element) -> Element:
    for link in note.iter("a"):
        if (link.get("href") or "").startswith("#"):
            link.text = ""
    return note


def is_address(text: str) -> bool:
    return re.fullmatch(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)+(?:/\S*)?", text) is not None


def renumber(notes: list[Element], numbers: Mapping[str, list[Element]]) -> None:
    """Notes that stay are counted anew, as the list at the end will count them."""
    for place, note in enumerate(notes, start=1):
        for number in numbers.get(note.get("id") or "", []):
            link = number.find("a")
            if link is not None:
                link.text = f"[{place}]"


def put_in_place(node: Element, other: Element | None) -> None:
    parent = node.getparent()
    if parent is not None and other is not None:
        other.tail = node.tail
        parent.replace(node, other)
    elif parent is not None:
        cut_out(node)


def cut_out(node: Element) -> None:
    """What follows it stays."""
    parent = node.getparent()
    if parent is None:
        return
    before = node.getprevious()
    if node.tail and before is not None:
        before.tail = f"{before.tail or ''}{node.tail}"
    elif node.tail:
        parent.text = f"{parent.text or ''}{node.tail}"
    parent.remove(node)


def take_mark(composer: Composer, node: Element) -> None:
    """As the editor stores it, but for its id: there is none yet."""
    said = f'id="{escape(node.get("key") or "")}"'
    if locator := node.get("locator"):
        said += f' locator="{escape(locator)}"'
    composer.words_in(f'<a linktype="citation" {said}>', SIGN)
