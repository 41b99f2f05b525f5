"""What a validator would say of a page: the rules of HTML that the words of others could break."""

import re
from collections import Counter
from html.parser import HTMLParser

VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
}  # fmt: skip
BLOCKS = {
    "address", "article", "aside", "blockquote", "details", "dialog", "div", "dl", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav",
    "ol", "p", "pre", "section", "table", "ul",
}  # fmt: skip
ONLY_WORDS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "em", "strong", "b", "bdi", "span", "label"}
ALONE = {"a", "button", "form", "label"}
"""What nothing of its kind may stand in."""
PARENTS = {"li": {"ol", "ul", "menu"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}}
# https://infra.spec.whatwg.org/#noncharacter, and controls that are no space.
NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class Validator(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.look_at(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Of SVG; elsewhere the stroke would mean nothing."""
        self.look_at(tag, attrs)
        if tag not in VOID and "svg" not in self.open:
            self.faults.append(f"<{tag}/> stays open")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> where {self.open[-1:]} is open")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if found := NO_TEXT.search(data):
            self.faults.append(f"U+{ord(found[0]):04X} is no text")

    def look_at(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.ids.update(value or "" for name, value in attrs if name == "id")
        self.faults += [f"<{tag}> has {name} twice" for name in names if names.count(name) > 1]
        self.faults += [f"<{tag}> within itself"] * (tag in ALONE and tag in self.open)
        if tag in BLOCKS and (found := ONLY_WORDS.intersection(self.open)):
            self.faults.append(f"<{tag}> within {sorted(found)}")
        if tag in PARENTS and self.open and self.open[-1] not in PARENTS[tag]:
            self.faults.append(f"<{tag}> within <{self.open[-1]}>")


def faults_of(text: str) -> list[str]:
    validator = Validator()
    validator.feed(text)
    validator.close()
    faults = validator.faults + [f"<{tag}> is never closed" for tag in validator.open]
    return faults + [f"twice the id {name}" for name, times in validator.ids.items() if times > 1]
