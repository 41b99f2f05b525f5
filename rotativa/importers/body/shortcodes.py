"""Finds WordPress's shortcodes and has them rewritten as HTML before it is parsed."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TypeAlias

_TOKEN = re.compile(
    r"<!--|<(?P<raw>pre|code|script|style|textarea)\b|<[a-zA-Z/][^<>]*>"
    r"|\[(?P<escape>\[?)(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)"
    r"(?P<rest>(?:[\s/=“”″][^\[\]]*)?)\](?P<escaped>\]?)"
)
_ATTRIBUTE = re.compile(
    r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))|"([^"]*)"|'([^']*)'|([^\s"']+)"""
)
_QUOTES = re.compile(r"&(?:quot|#8220|#8221|#8243|#0?34);|[“”″]")


@dataclass(slots=True)
class Shortcode:
    """One shortcode with its attributes, and the HTML between its tags if it has two."""

    name: str
    source: str
    named: dict[str, str] = field(default_factory=dict)
    unnamed: list[str] = field(default_factory=list)
    content: str | None = None
    is_alone: bool = False
    """It stands on a line of its own."""

    def get(self, *names: str) -> str:
        return next((unescape(self.named[name]) for name in names if self.named.get(name)), "")

    @property
    def first(self) -> str:
        return unescape(self.unnamed[0]).lstrip("=") if self.unnamed else ""


Rewrite: TypeAlias = Callable[[Shortcode], str]


def rewritten(html: str, rewrites: Mapping[str, Rewrite], otherwise: Rewrite) -> str:
    """The HTML with each shortcode rewritten; inner ones first."""
    tokens = list(_tokens(html))
    if not tokens:
        return html
    pairs = _pairs(tokens)
    outputs: list[list[str]] = [[]]
    opened: list[tuple[int, Shortcode]] = []
    position = 0
    for number, token in enumerate(tokens):
        outputs[-1].append(html[position : token.start()])
        position = token.end()
        if token["escape"] and token["escaped"]:
            outputs[-1].append(token[0][1:-1])
        elif token["end"]:
            if opened and pairs.get(opened[-1][0]) == number:
                _number, shortcode = opened.pop()
                shortcode.content = "".join(outputs.pop())
                outputs[-1].append(rewrites.get(shortcode.name, otherwise)(shortcode))
            else:
                outputs[-1].append(token[0])
        elif number in pairs:
            opened.append((number, _parse(token, html)))
            outputs.append([])
        else:
            shortcode = _parse(token, html)
            before, after = ("[", "") if token["escape"] else ("", token["escaped"])
            made = rewrites.get(shortcode.name, otherwise)(shortcode)
            outputs[-1].append(f"{before}{made}{after}")
    outputs[-1].append(html[position:])
    return "".join(outputs[0])


def _tokens(html: str) -> Iterator[re.Match[str]]:
    """Tags of shortcodes, outside code, comments and HTML tags."""
    position = 0
    while token := _TOKEN.search(html, position):
        position = token.end()
        if token["name"]:
            yield token
        elif token[0] == "<!--":
            position = html.find("-->", position)
        elif token["raw"]:
            position = html.find(f"</{token['raw']}", position)
        if position < 0:
            return


def _pairs(tokens: list[re.Match[str]]) -> dict[int, int]:
    """Opening tag → closing tag, properly nested; what would cross stays single."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    waiting: Counter[str] = Counter()
    for number, token in enumerate(tokens):
        if token["escape"] and token["escaped"]:
            continue
        name = token["name"].lower()
        if not token["end"]:
            stack.append(number)
            waiting[name] += 1
        elif waiting[name]:
            while stack:
                opening = stack.pop()
                opened = tokens[opening]["name"].lower()
                waiting[opened] -= 1
                if opened == name:
                    pairs[opening] = number
                    break
    return pairs


def _parse(token: re.Match[str], html: str) -> Shortcode:
    before = html[max(0, token.start() - 1) : token.start()]
    after = html[token.end() : token.end() + 1]
    is_alone = before in "\n>" and after in "\n<"
    shortcode = Shortcode(token["name"].lower(), token[0], is_alone=is_alone)
    rest = _QUOTES.sub('"', token["rest"]).strip().removesuffix("/").strip()
    for found in _ATTRIBUTE.finditer(rest):
        if found[1]:
            shortcode.named[found[1].lower()] = found[2] or found[3] or found[4] or ""
        else:
            shortcode.unnamed.append(found[5] or found[6] or found[7] or "")
    return shortcode


def element(name: str, text: str = "", **attributes: str) -> str:
    """HTML of an element with text; `class_` is written without its underscore."""
    written = "".join(f' {key.rstrip("_")}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>{escape(text, quote=False)}</{name}>"
