"""What a reader sees of a body before and after: found without the code under test."""

import re
from html import unescape
from html.parser import HTMLParser

UNSEEN = frozenset("script style svg title template canvas".split())
APART = frozenset(
    "address article aside blockquote br button center dd details div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr img iframe input label legend li main nav ol "
    "option p pre section select summary table tbody td textarea tfoot th thead tr ul video audio "
    "embed object".split()
)
GLYPHS = re.compile(r"\b(?:wp-smiley|emoji)\b")
MARKS = re.compile(r"[↩↑⏎^⤴\ufe0e\ufe0f\u200b\ufeff]")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.unseen: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in UNSEEN:
            self.unseen.append(tag)
        if tag in APART:
            self.pieces.append(" ")
        if tag == "q":
            self.pieces.append("“")

    def handle_endtag(self, tag):
        if tag == "q":
            self.pieces.append("”")
        if self.unseen and tag == self.unseen[-1]:
            self.unseen.pop()
        if tag in APART:
            self.pieces.append(" ")

    def handle_startendtag(self, tag, attrs):
        if tag in APART:
            self.pieces.append(" ")

    def handle_data(self, data):
        if not self.unseen:
            self.pieces.append(data)


def words_of_html(html: str) -> list[str]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return words_of("".join(reader.pieces))


def words_of(text: str) -> list[str]:
    return MARKS.sub("", text).split()


def words_of_blocks(blocks) -> list[str]:
    """Each word that the blocks show, in order; a table's caption counts above and below it."""
    words: list[str] = []
    for block in blocks:
        words.extend(_words_of_block(block["type"], block["value"]))
    return words


def _words_of_block(kind, value):
    match kind:
        case "paragraph" | "list":
            yield from _words_of_rich(value)
        case "table":
            yield from words_of(value["caption"])
            for column in value["columns"]:
                yield from words_of(column["heading"])
            for row in value["rows"]:
                for cell in row["values"]:
                    yield from _words_of_rich(cell)
            yield from words_of(value["caption"])
        case "gallery":
            for item in value["images"]:
                yield from words_of(f"{item['value']['caption']} {item['value']['credit']}")
            yield from words_of(value["title"])
        case _:
            for text in value.values():
                if isinstance(text, str):
                    yield from words_of(text)


def _words_of_rich(html):
    apart = re.sub(r"</?(?:p|li|ul|ol)>|<br>", " ", html)
    return words_of(unescape(re.sub(r"<[^>]*>", "", apart)))


def missing(wanted: list[str], found: list[str], told: str) -> list[str]:
    """The wanted words that do not follow in the found ones, unless the report names them."""
    lost = []
    position = 0
    places: dict[str, list[int]] = {}
    for index, word in enumerate(found):
        places.setdefault(word, []).append(index)
    for word in wanted:
        later = [index for index in places.get(word, ()) if index >= position]
        if later:
            position = later[0] + 1
        elif word not in told:
            lost.append(word)
    return lost
