"""An archive of any size in several languages, of made-up words that are as common as real ones.

The words of a language follow Zipf's law: the second is half as common as the first, the hundredth a
hundred times rarer. Stored by the product's own bulk action, as an import would.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rotativa.articles.models import Article, FrontPage

AT_ONCE = 200
LENGTH, VOCABULARY = 600, 20_000
SYLLABLES = [first + second for first in "bcdfghjklmnprstvz" for second in "aeiou"]
ENDINGS = {"en": ["", "s", "ing", "ed"], "es": ["", "s", "ción", "ó"]}
NOW = datetime(2026, 4, 16, 10, tzinfo=UTC)
GROUPS = 8


def words_of(language: str) -> list[str]:
    """The most common first, and the shortest among them."""
    chance = Random(f"words of {language}")  # noqa: S311  # a made-up text, not a secret
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        syllables = 1 + min(3, len(found) // 60)
        stem = "".join(
            chance.choices(SYLLABLES, k=max(1, chance.randint(syllables - 1, syllables)))
        )
        found[stem + (chance.choice(ENDINGS[language]) if len(found) > 200 else "")] = None
    return list(found)


class Writer:
    def __init__(self, language: str) -> None:
        self.words = words_of(language)
        self.weights = list(accumulate(1 / place for place in range(1, len(self.words) + 1)))

    def text(self, chance: Random, *, length: int) -> str:
        words = chance.choices(self.words, cum_weights=self.weights, k=length)
        sentences = (" ".join(words[start : start + 15]) for start in range(0, length, 15))
        return " ".join(f"{sentence.capitalize()}." for sentence in sentences)


def fill(count: int, *, languages: Sequence[str]) -> None:
    """In a site that has been entered: so many articles in each language."""
    from django.utils import timezone

    from rotativa.articles.actions import add_many
    from rotativa.articles.models import Article, FrontPage

    for language in languages:
        front = FrontPage.objects.get(locale__language_code=language)
        made = articles_in(front, count=count)
        while batch := [article for _, article in zip(range(AT_ONCE), made, strict=False)]:
            add_many(front, batch, at=timezone.now())
    assert Article.objects.count() == count * len(languages)  # noqa: S101  # a figure of fewer means nothing


def articles_in(front: "FrontPage", *, count: int) -> Iterator["Article"]:
    from rotativa.articles.models import Article, ArticleAuthor, Author, Section

    writer, chance = Writer(front.language), Random(front.language)  # noqa: S311  # no secret
    sections = [made(Section, front, number) for number in range(GROUPS)]
    authors = [made(Author, front, number) for number in range(GROUPS * 3)]
    for number in range(count):
        paragraphs = [writer.text(chance, length=LENGTH // 6) for _ in range(6)]
        article = Article(
            title=writer.text(chance, length=8).rstrip("."),
            slug=f"article-{number}",
            deck=writer.text(chance, length=20),
            locale=front.locale,
            section=chance.choice(sections),
            live=True,
            first_published_at=NOW - timedelta(hours=8 * number),
            body=[("paragraph", f"<p>{text}</p>") for text in paragraphs],
        )
        article.article_authors = [ArticleAuthor(author=chance.choice(authors))]
        yield article


def made(model, front, number):  # type: ignore[no-untyped-def]  # settings come first
    name = f"{model.__name__} {number}"
    return model.objects.create(
        name=name, slug=f"{model.__name__.lower()}-{number}", locale=front.locale
    )


def queries(language: str, *, count: int) -> list[str]:
    """As people ask: one to three words, seldom the most common ones, now and then a phrase."""
    words, chance = words_of(language), Random("queries")  # noqa: S311  # no secret
    found = []
    for number in range(count):
        ranks = [int(10 ** chance.uniform(0.5, 4)) for _ in range(chance.choice([1, 1, 2, 2, 3]))]
        asked = " ".join(words[rank] for rank in ranks)
        found.append(f'"{asked}"' if number % 10 == 9 else asked)
    return found
