"""What readers find: an answer to their question, with what it can be narrowed by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from wagtail.models import Locale

from rotativa.articles.models import Article, SearchEntry
from rotativa.articles.search.full_text import full_text
from rotativa.articles.search.narrowing import (
    Cell,
    Choices,
    Sections,
    authors_called,
    cells_of,
    choices_of_authors,
    choices_of_years,
    within,
)
from rotativa.articles.search.query import Query, parsed
from rotativa.articles.search.wanted import Narrowed, Wanted
from rotativa.articles.standing import groups
from rotativa.pages import keys
from rotativa.pages.memo import remembered

PAGE_SIZE = 10
MOST_PAGES = 20
MOST_ALONE = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """As a reader asks it, by the names that stand in the address."""

    words: str = ""
    section: str = ""
    author: str = ""
    year: str = ""
    where: str = ""
    """What is looked for: articles, unless it is `sources` or `questions`."""
    language: str = ""
    """That of the page, unless it is another's code, or `all`."""
    newest_first: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Results:
    query: Query
    articles: list[Article]
    """Of this page, taken `for_lists()`."""
    bodies: dict[int, str]
    """The text of each, to show where the words stand in it."""
    total: int
    unnarrowed: int
    page: int
    choices: Choices

    @property
    def pages(self) -> int:
        """At most so many: whoever has not found it by then narrows the results."""
        return min(MOST_PAGES, -(-self.total // PAGE_SIZE))


def search_articles(
    asked: Asked, *, locale: Locale, among: Sequence[Locale], today: date
) -> Results:
    """Articles of one language or of all, of those that every reader may open, in the words of `locale`."""
    query = query_of(asked, among=among)
    within_locale = among[0].pk if len(among) == 1 else None
    page = min(max(1, asked.page), MOST_PAGES)
    if not query:
        return Results(query, [], {}, 0, 0, page, Choices([], [], []))
    sections = remembered(("sections of search", locale.pk), lambda: sections_in(locale))
    narrowed = Narrowed(
        sections=sections.called(asked.section),
        authors=authors_called(asked.author),
        year=year_of(asked.year),
    )
    wanted = Wanted(query, within_locale, today=today.toordinal(), narrowed=narrowed)
    cells = cells_of(full_text().cells(SearchEntry, query, locale_id=within_locale))
    left = counted(within(cells, narrowed))
    pages = best_of(wanted, asked, counted(cells))[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    articles = readable(pages)
    return Results(
        query,
        articles,
        full_text().bodies(SearchEntry, [article.pk for article in articles]) if articles else {},
        total=left,
        unnarrowed=counted(cells),
        page=page,
        choices=Choices(
            sections.choices(
                within(cells, narrowed, but="section"),
                chosen=asked.section if narrowed.sections else "",
            ),
            choices_of_authors(
                within(cells, narrowed, but="author"), chosen=asked.author, locale=locale
            ),
            choices_of_years(within(cells, narrowed, but="year"), chosen=narrowed.year),
        ),
    )


def sections_in(locale: Locale) -> Sections:
    keys.declare(*(groups(code) for code, _name in settings.LANGUAGES))
    return Sections(locale)


def query_of(asked: Asked, *, among: Sequence[Locale]) -> Query:
    return parsed(asked.words, languages=[each.language_code for each in among])


def readable(pages: list[int]) -> list[Article]:
    """In their order; whatever is found, nobody sees here what they may not open."""
    found = Article.objects.published().exclude(published_date=None).filter(pk__in=pages)
    articles = {article.pk: article for article in found.for_lists()}
    return [articles[pk] for pk in pages if pk in articles]


def counted(cells: list[Cell]) -> int:
    return sum(cell.count for cell in cells)


def year_of(text: str) -> int | None:
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() else None


def count_alone(query: Query, *, locale: Locale | None) -> list[tuple[str, int]]:
    """Where all words together find nothing: how many articles each of them finds."""
    if len(query.terms) < 2:
        return []
    found = [
        (" ".join(term.words), count(Query("", (term,)), locale=locale))
        for term in query.terms[:MOST_ALONE]
    ]
    return [(words, number) for words, number in found if number]


def count_elsewhere(words: str, *, locale: Locale) -> list[tuple[Locale, int]]:
    """How many articles other languages have for the same words."""
    found = []
    for other in Locale.objects.exclude(pk=locale.pk).order_by("pk"):
        query = parsed(words, languages=[other.language_code])
        if query and (number := count(query, locale=other)):
            found.append((other, number))
    return found


def best_of(wanted: Wanted, asked: Asked, total: int) -> list[int]:
    """The articles of the page that is asked for, and of those before it.

    Of words that thousands of articles have, how often one has them says little: there the headline,
    the deck and the day decide.
    """
    text, most = full_text(), min(asked.page, MOST_PAGES) * PAGE_SIZE
    if asked.newest_first:
        return text.newest(SearchEntry, wanted, most=most)
    if total <= text.most_weighed:
        return text.weighed(SearchEntry, wanted, most=most)
    first = text.newest(SearchEntry, wanted, most=most, in_head=True)
    if len(first) < most:
        first += text.newest(SearchEntry, wanted, most=most)
    return list(dict.fromkeys(first))


def count(query: Query, *, locale: Locale | None) -> int:
    return len(full_text().cells(SearchEntry, query, locale_id=locale.pk if locale else None))
