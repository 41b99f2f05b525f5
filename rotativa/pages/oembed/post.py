"""Take the words of a social post out of the HTML that its site would have us embed."""

import re
from dataclasses import dataclass

from lxml import html
from lxml.etree import ParserError

MAX_MARKUP = 100_000
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
NO_LANGUAGE = {"und", "zxx", "mul", "qme", "qht", "art"}
# Links that stand for a picture which the words do not have.
PICTURE_LINK = re.compile(r"pic\.(twitter|x)\.com/|\[image or embed\]")


@dataclass(frozen=True)
class Post:
    text: str
    language: str


def read_post(markup: str) -> Post:
    """Return the paragraphs of the first quotation; sites put the post there for us to quote.

    A quotation without paragraphs holds the site's own words ("View on …"), not the post's.
    """
    try:
        tree = html.fromstring(markup[:MAX_MARKUP].replace("\0", ""))
    except (ParserError, ValueError):
        return Post("", "")
    quotation = next(tree.iter("blockquote"), None)
    paragraphs = [] if quotation is None else list(quotation.iter("p"))
    if not paragraphs:
        return Post("", "")
    text = "\n".join(_words(paragraph) for paragraph in paragraphs)
    return Post(text, _language(str(paragraphs[0].get("lang", ""))))


def _words(paragraph: html.HtmlElement) -> str:
    for link in list(paragraph.iter("a")):
        if PICTURE_LINK.match("".join(link.itertext())):
            link.drop_tree()
    for unwanted in list(paragraph.iter("script", "style")):
        unwanted.drop_tree()
    for line_break in paragraph.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    return "".join(str(part) for part in paragraph.itertext())


def _language(code: str) -> str:
    return code if LANGUAGE.fullmatch(code) and code not in NO_LANGUAGE else ""
