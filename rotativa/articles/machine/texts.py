"""What of an article a machine translates, and where it stands.

Credits, names of authors, addresses, code, the words of somebody else's post and the slug are nobody's
to translate; Markdown is left, since its signs would not survive.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from html import unescape
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import escape

from rotativa.articles.machine.markup import canonical, fragments_of
from rotativa.articles.models import Article
from rotativa.lib.html import text_of

FIELDS = (
    "title",
    "deck",
    "lead_image_alt",
    "lead_image_caption",
    "seo_title",
    "search_description",
)
QUESTION_FIELDS = ("text", "asked_of")
RICH = {"paragraph", "list", "html"}
PARTS = {
    "heading": ("text",),
    "statement": ("quote", "speaker", "means"),
    "pull_quote": ("text", "attribution"),
    "image": ("alt", "caption"),
    "gallery": ("title",),
    "video": ("title", "caption"),
    "map": ("place", "note"),
    "file": ("title",),
}
"""Of blocks with several parts, those in the words of the article."""
LEFT = "markdown"
BREAK = re.compile(r"<br/?>")

Body = list[dict[str, Any]]


class Kind(Enum):
    PLAIN = "plain"
    RICH = "rich"


@dataclass(frozen=True, slots=True)
class Text:
    """One field or part of a block; `key` is the same in the article's other languages."""

    key: str
    value: str
    kind: Kind
    put: Callable[[str], None]
    longest: int | None = None

    @property
    def fragments(self) -> list[str]:
        """HTML, piece by piece; joined they are the whole again."""
        if self.kind is Kind.RICH:
            return fragments_of(self.value)
        return [BREAK.sub("<br/>", str(escape(self.value)).replace("\n", "<br/>"))]

    def with_fragments(self, fragments: Sequence[str]) -> "Text":
        whole = "".join(fragments)
        return replace(self, value=whole if self.kind is Kind.RICH else plain_of(whole))

    @property
    def fits(self) -> bool:
        return self.longest is None or len(self.value) <= self.longest

    @property
    def bare(self) -> str:
        """What two texts that read the same have in common."""
        if self.kind is Kind.RICH:
            return canonical(self.value)
        return self.value.replace("\r\n", "\n").strip()


def plain_of(fragment: str) -> str:
    return unescape(text_of(BREAK.sub("\n", fragment))).strip()


class Content:
    """An article taken apart, so that its texts can be replaced; `close` puts it together again."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.body = raw_body(article)
        self.questions = list(article.questions.all())

    def texts(self) -> Iterator[Text]:
        for name in FIELDS:
            yield own_field(self.article, name, key=name)
        for question in self.questions:
            for name in QUESTION_FIELDS:
                yield own_field(question, name, key=f"questions/{question.translation_key}/{name}")
        for block in self.body:
            yield from texts_in(block)

    def block(self, key: str) -> dict[str, Any] | None:
        """That a text of this key stands in."""
        number = key.split("/")[1] if key.startswith("body/") else None
        return next((block for block in self.body if number and block["id"] == number), None)

    def left(self) -> list[dict[str, Any]]:
        """Blocks of words that no machine is given."""
        return [block for block in self.body if block["type"] == LEFT and block["value"].strip()]

    def as_it_is(self) -> str:
        """To be compared with what it was or will be."""
        return json.dumps([{text.key: text.value for text in self.texts()}, self.body])

    def close(self) -> None:
        self.article.body = json.dumps(self.body)
        self.article.questions.set(self.questions)


def raw_body(article: Article) -> Body:
    """As it is stored, a copy."""
    body: Body = json.loads(json.dumps(article.body.get_prep_value(), cls=DjangoJSONEncoder))
    return body


def own_field(thing: Any, name: str, *, key: str) -> Text:
    longest = thing._meta.get_field(name).max_length
    return Text(key, getattr(thing, name), Kind.PLAIN, partial(setattr, thing, name), longest)


def texts_in(block: dict[str, Any]) -> Iterator[Text]:
    kind, value, key = block["type"], block["value"], f"body/{block['id']}"
    if kind in RICH:
        yield Text(key, value, Kind.RICH, partial(block.__setitem__, "value"))
    elif kind == "table":
        yield from texts_of_table(value, key)
    elif kind in PARTS:
        for name in PARTS[kind]:
            yield part_of(value, name, key=key, longest=longest_of(kind, name))
    if kind == "gallery":
        for item in value["images"]:
            for name in PARTS["image"]:
                longest = longest_of("image", name)
                yield part_of(item["value"], name, key=f"{key}/{item['id']}", longest=longest)


def part_of(value: dict[str, Any], name: str, *, key: str, longest: int | None = None) -> Text:
    put = partial(value.__setitem__, name)
    return Text(f"{key}/{name}", value.get(name) or "", Kind.PLAIN, put, longest)


def texts_of_table(table: dict[str, Any], key: str) -> Iterator[Text]:
    yield part_of(table, "caption", key=key)
    for place, column in enumerate(table["columns"]):
        yield part_of(column, "heading", key=f"{key}/{place}")
    for number, row in enumerate(table["rows"]):
        for place, cell in enumerate(row["values"]):
            put = partial(row["values"].__setitem__, place)
            yield Text(f"{key}/{number}/{place}", cell or "", Kind.RICH, put)


def longest_of(kind: str, name: str) -> int | None:
    block = Article._meta.get_field("body").stream_block.child_blocks[kind]
    longest: int | None = getattr(block.child_blocks[name].field, "max_length", None)
    return longest
