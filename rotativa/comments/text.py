"""What readers write, in a small Markdown: paragraphs, links, quotes, emphasis. Made safe once, when it is stored."""

import hashlib
import re
import unicodedata
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from rotativa.lib.unseen import FILLERS

TAGS = {"p", "br", "a", "em", "strong", "blockquote"}
SCHEMES = {"http", "https", "mailto"}
MOST_NESTED = 12
# Characters that turn the direction of what follows, are seen by nobody, or are no text at all. The
# joiners U+200C and U+200D stay: Persian, Hindi and families of emoji are written with them.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
MOST_MARKS = re.compile(r"((?:[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]){4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+")  # fmt: skip
JOINERS = re.compile("[\u200c\u200d\u034f]")
LINES = re.compile(r"\n{3,}")
ADDRESS = re.compile(r"https?://[^\s<>\"'()\[\]{}|\\^`]+[^\s<>\"'()\[\]{}|\\^`.,;:!?]")
LINK = re.compile(r"<a\s", re.IGNORECASE)
WHOLE = re.compile(r"https?://|mailto:", re.IGNORECASE)


def cleaned(text: str) -> str:
    """As it is stored: without what nobody sees, and without heaps of accents or of empty lines."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return LINES.sub("\n\n", MOST_MARKS.sub(r"\1", UNSEEN.sub("", text))).strip()


def rendered(text: str) -> str:
    """Of cleaned text; raw HTML in it stays text."""
    return nh3.clean(
        str(parser().render(text)),
        tags=TAGS,
        attributes={"*": set(), "a": {"href"}},
        url_schemes=SCHEMES,
        attribute_filter=whole_addresses,
        link_rel="nofollow ugc noopener",
    ).strip()


def whole_addresses(_tag: str, name: str, value: str) -> str | None:
    """Nothing that is completed by the page around it, which may be one of ours or an editor's."""
    return value if name != "href" or WHOLE.match(value) else None


def links_in(html: str) -> int:
    return len(LINK.findall(html))


def says_something(text: str) -> bool:
    """A letter, a number, a punctuation mark or a picture: not only what nobody sees."""
    return any(unicodedata.category(sign)[0] in "LNPS" for sign in FILLERS.sub("", text))


def compared(text: str) -> str:
    """The same for what says the same, however it is spaced, capitalised and joined."""
    plain = JOINERS.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return " ".join(plain.split())


def digest_of(text: str) -> str:
    return hashlib.sha256(compared(text).encode()).hexdigest()


@cache
def parser() -> MarkdownIt:
    options = {"html": False, "linkify": False, "breaks": True, "maxNesting": MOST_NESTED}
    made = MarkdownIt("zero", options)
    made.enable(["blockquote", "emphasis", "link", "autolink", "escape", "newline", "entity"])
    made.core.ruler.push("addresses", link_addresses)
    return made


def link_addresses(state: StateCore) -> None:
    """Addresses that stand in the text by themselves lead there."""
    for block in state.tokens:
        if block.children:
            block.children = list(linked(block.children))


def linked(tokens: list[Token]) -> list[Token]:
    found: list[Token] = []
    inside = 0
    for token in tokens:
        inside += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not inside:
            found += pieces(token.content)
        else:
            found.append(token)
    return found


def pieces(text: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    for match in ADDRESS.finditer(text):
        opening = Token("link_open", "a", 1, attrs={"href": match[0]})
        found += [words(text[at : match.start()]), opening, words(match[0])]
        found.append(Token("link_close", "a", -1))
        at = match.end()
    return [*found, words(text[at:])]


def words(text: str) -> Token:
    return Token("text", "", 0, content=text)
