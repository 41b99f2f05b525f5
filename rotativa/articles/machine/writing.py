"""Which texts of a translation a machine may write, and writing them.

It writes where nobody has: where the translation still says what its original says or said when it was
made, or what the machine itself wrote there last. Everything else is an editor's, unless they ask for
all to be written anew.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

from rotativa.articles.machine import statements
from rotativa.articles.machine.markup import has_words
from rotativa.articles.machine.texts import (
    FIELDS,
    QUESTION_FIELDS,
    Content,
    Text,
    raw_body,
)
from rotativa.articles.models import Article
from rotativa.lib.html import text_of

LONGEST_EXCERPT = 80
KEPT, ABSENT, LONG, MARKUP, REFUSED, MARKDOWN = (
    "kept", "absent", "long", "markup", "refused", "markdown",
)  # fmt: skip
"""Why a text was not translated."""

HALF = ""
"""Instead of the digest of an original of which not all was translated: it is asked for again."""

Wrote = dict[str, list[str]]
"""By a text's key what it was a translation of, and what was written: digests."""


@dataclass(frozen=True, slots=True)
class Task:
    """A text to be translated: where it stands in the original, and in the translation."""

    source: Text
    place: Text


@dataclass(slots=True)
class Outcome:
    wrote: Wrote = field(default_factory=dict)
    left: list[dict[str, str]] = field(default_factory=list)
    """Each with `why` and an `excerpt` of the original."""
    is_news: bool = False
    """Whether the translation says something else than before."""
    is_lacking: bool = False
    """Whether there is a text that the machine has not been asked for yet."""

    def leave(self, text: Text, why: str) -> None:
        self.left.append({"why": why, "excerpt": excerpt_of(text.value)})


@dataclass(frozen=True, slots=True)
class Writing:
    """Of a translation, from its original and perhaps the version of it that it was made from."""

    source: Article
    target: Article
    earlier: Article | None
    into: str
    """The language of the translation; `target` is the original itself while there is none."""
    wrote: Wrote
    is_anew: bool

    def tasks(self, here: Content, there: Content, outcome: Outcome) -> Iterator[Task]:
        places = {text.key: text for text in there.texts()}
        before = {} if self.earlier is None else bare_texts(self.earlier)
        for text in here.texts():
            if not any(map(has_words, text.fragments)) or self.speaks_originally(here, text):
                continue
            place = places.get(text.key)
            if place is None:
                outcome.leave(text, ABSENT)
            elif self.is_done(text, place):
                outcome.wrote[text.key] = self.wrote[text.key]
            elif self.is_free(text, place, before.get(text.key)):
                yield Task(text, place)
            else:
                outcome.leave(text, KEPT)

    def speaks_originally(self, here: Content, text: Text) -> bool:
        """The words of a statement that was made in the very language: they come back as they were."""
        if not text.key.endswith("/quote"):
            return False
        block = here.block(text.key)
        return block is not None and statements.speaks_originally(block["value"], self.into)

    def is_done(self, text: Text, place: Text) -> bool:
        """Nobody has touched either since it was translated."""
        done = [digest_of(text.bare), digest_of(place.bare)]
        return not self.is_anew and self.wrote.get(text.key) == done

    def is_free(self, text: Text, place: Text, before: str | None) -> bool:
        if self.is_anew or place.bare in {text.bare, before}:
            return True
        return digest_of(place.bare) == self.wrote.get(text.key, ["", ""])[1]

    def fragments(self) -> dict[str, str]:
        """What has to be translated, by digest."""
        here, there = Content(self.source), self.opened()
        return {
            digest_of(fragment): fragment
            for task in self.tasks(here, there, Outcome())
            for fragment in task.source.fragments
            if has_words(fragment)
        }

    def opened(self) -> Content:
        there = Content(self.target)
        if self.is_anew:
            begin_anew(there, source=self.source)
        return there

    def write(self, done: Mapping[str, str], *, failed: Mapping[str, str]) -> Outcome:
        """Put the translated fragments, known by digest, into the translation; it is not saved."""
        outcome = Outcome()
        before = Content(self.target).as_it_is()
        here, there = Content(self.source), self.opened()
        for task in self.tasks(here, there, outcome):
            self.put(task, done, failed, outcome)
        self.settle_statements(here, there, outcome)
        for block in here.left():
            outcome.left.append({"why": MARKDOWN, "excerpt": excerpt_of(block["value"])})
        outcome.is_news = there.as_it_is() != before
        there.close()
        return outcome

    def put(
        self, task: Task, done: Mapping[str, str], failed: Mapping[str, str], outcome: Outcome
    ) -> None:
        fragments = task.source.fragments
        wanted = {digest_of(each) for each in fragments if has_words(each)}
        outcome.is_lacking |= not wanted <= done.keys() | failed.keys()
        told = [done.get(digest_of(fragment), fragment) for fragment in fragments]
        written = task.place.with_fragments(told)
        if not written.fits:
            outcome.leave(task.source, LONG)
            return
        for why in sorted({failed.get(digest_of(each), "") for each in fragments} - {""}):
            outcome.leave(task.source, why)
        is_whole = wanted <= done.keys()
        if told != fragments or (is_whole and written.bare != task.place.bare):
            written.put(written.value)
        if told != fragments or is_whole:
            of = digest_of(task.source.bare) if is_whole else HALF
            outcome.wrote[task.source.key] = [of, digest_of(written.bare)]

    def settle_statements(self, here: Content, there: Content, outcome: Outcome) -> None:
        for block in here.body:
            other = there.block(f"body/{block['id']}")
            if block["type"] != "statement" or other is None or other["type"] != "statement":
                continue
            said, told = block["value"], other["value"]
            comes_back = statements.speaks_originally(said, self.into)
            if (comes_back and told["quote"] == said["quote"]) or (
                f"body/{block['id']}/quote" in outcome.wrote
            ):
                statements.keep_original(
                    told, source=said, language=self.source.language, into=self.into
                )


def begin_anew(there: Content, *, source: Article) -> None:
    """Have every text say what the original says, as in a copy that was just made."""
    there.body = raw_body(source)
    for name in FIELDS:
        setattr(there.article, name, getattr(source, name))
    asked = {question.translation_key: question for question in source.questions.all()}
    for question in there.questions:
        original = asked.get(question.translation_key)
        for name in QUESTION_FIELDS if original else ():
            setattr(question, name, getattr(original, name))


def bare_texts(article: Article) -> dict[str, str]:
    return {text.key: text.bare for text in Content(article).texts()}


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:24]


def excerpt_of(value: str) -> str:
    words = " ".join(unescape(text_of(value)).split())
    return words if len(words) <= LONGEST_EXCERPT else f"{words[:LONGEST_EXCERPT]}…"
