"""The desk's search, as Wagtail asks for it: pages by our full text, all else by Wagtail's own index.

What is found is what the desk last wrote as well as what readers read; who may see which pages is the
query set's business, which Wagtail narrows to what an editor may work on before it asks.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q, QuerySet
from django.db.models.expressions import RawSQL
from modelsearch.backends import database
from modelsearch.backends.base import BaseSearchBackend, BaseSearchResults
from modelsearch.query import And, Boost, MatchAll, Not, Or, Phrase, PlainText, SearchQuery
from wagtail.models import Page

from rotativa.articles.models import Article, DraftEntry, SearchEntry
from rotativa.articles.search.full_text import full_text
from rotativa.articles.search.query import MOST_WORDS, Query, cleaned, parsed
from rotativa.articles.search.statements import keys
from rotativa.articles.search.words import words_in

KINDS = (SearchEntry, DraftEntry)
MOST_OTHERS = 200
SHORTEST_BEGINNING = 2
"""The desk searches while one types."""


class SearchBackend(BaseSearchBackend):
    """Wagtail's own for the database in use, except where articles may be among what is asked for."""

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.stock = database.SearchBackend(params)
        self.rebuilder_class = self.stock.rebuilder_class

    def get_index_for_model(self, model: Any) -> Any:
        return self.stock.get_index_for_model(model)

    def search(self, query: str | SearchQuery, model_or_queryset: Any, **kwargs: Any) -> Any:
        pages = pages_of(model_or_queryset)
        if pages is None:
            return self.stock.search(query, model_or_queryset, **kwargs)
        return FoundPages(self, pages, query, by_rank=kwargs.get("order_by_relevance", True))

    def autocomplete(self, query: str | SearchQuery, model_or_queryset: Any, **kwargs: Any) -> Any:
        pages = pages_of(model_or_queryset)
        if pages is None:
            return self.stock.autocomplete(query, model_or_queryset, **kwargs)
        by_rank = kwargs.get("order_by_relevance", True)
        return FoundPages(self, pages, query, by_rank=by_rank, all_begin=True)


def pages_of(model_or_queryset: Any) -> QuerySet[Any] | None:
    """The query set, where there may be articles in it."""
    is_set = isinstance(model_or_queryset, QuerySet)
    model = model_or_queryset.model if is_set else model_or_queryset
    if not issubclass(Article, model):
        return None
    return model_or_queryset if is_set else model._default_manager.all()


@dataclass(slots=True)
class Asked:
    """What the database was asked, once for all parts of what is found."""

    keys: list[int] | None = None
    total: int | None = None


class FoundPages(BaseSearchResults):
    supports_facet = True

    def __init__(
        self,
        backend: SearchBackend,
        pages: QuerySet[Any],
        query: str | SearchQuery,
        *,
        by_rank: bool = True,
        all_begin: bool = False,
        asked: Asked | None = None,
    ) -> None:
        super().__init__(backend, None)
        self.model = pages.model
        self.pages, self.query, self.by_rank, self.all_begin = pages, query, by_rank, all_begin
        self.asked = asked or Asked()

    def _clone(self) -> "FoundPages":
        new = FoundPages(
            self.backend, self.pages, self.query,
            by_rank=self.by_rank, all_begin=self.all_begin, asked=self.asked,
        )  # fmt: skip
        new.start, new.stop = self.start, self.stop
        return new

    def found_keys(self) -> list[int]:
        """Of all that match, in their order."""
        if self.asked.keys is None:
            with full_text().bounded():
                newest = self.by_rank and not isinstance(self.query, MatchAll)
                pages = self.matching()
                pages = pages.order_by("-latest_revision_created_at", "-pk") if newest else pages
                found = list(pages.values_list("pk", flat=True))
                self.asked.keys = self.ranked(found) if newest and found else found
        return self.asked.keys

    def ranked(self, found: list[int]) -> list[int]:
        """The best first; of very many those that have the words in headline or deck, the newest first."""
        query, text = self.parsed(), full_text()
        if not query:
            return found
        if len(found) <= text.most_weighed:
            first = text.best(KINDS, query, among=found)
        else:
            said = set(keys(*text.found(KINDS, query, in_head=True)))
            first = [key for key in found if key in said]
        return list(dict.fromkeys([*first, *found]))

    def parsed(self) -> Query:
        return desk_query(words_of(self.query), all_begin=self.all_begin)

    def others(self) -> QuerySet[Any]:
        """Keys of pages that are no articles, by their titles: there are few of them."""
        said = [word for _start, _end, word in words_in(cleaned(words_of(self.query)))]
        if self.model is Article or not said:
            return Page.objects.none().values("pk")
        article = ContentType.objects.get_for_model(Article)
        others = Page.objects.exclude(content_type=article).order_by("pk")
        for word in said[:MOST_WORDS]:
            others = others.filter(Q(title__icontains=word) | Q(draft_title__icontains=word))
        return others.values("pk")[:MOST_OTHERS]

    def matching(self) -> QuerySet[Any]:
        """As a query set of its own: however many there are, they are not carried about."""
        if isinstance(self.query, MatchAll):
            return self.pages
        return self.pages.filter(said_by(self.parsed()) | Q(pk__in=self.others()))

    def _do_search(self) -> list[Any]:
        if isinstance(self.query, MatchAll):
            return list(self.pages[self.start : self.stop])
        wanted = self.found_keys()[self.start : self.stop]
        found = {page.pk: page for page in self.pages.filter(pk__in=wanted)}
        return [found[key] for key in wanted if key in found]

    def _do_count(self) -> int:
        return len(range(self.total())[self.start : self.stop])

    def total(self) -> int:
        """Of all parts."""
        if self.asked.total is None:
            is_all = isinstance(self.query, MatchAll)
            self.asked.total = self.pages.count() if is_all else len(self.found_keys())
        return self.asked.total

    def facet(self, field_name: str) -> dict[Any, int]:
        counts = self.matching().order_by().values_list(field_name).annotate(n=Count("pk"))
        found = dict(sorted(counts, key=lambda row: -row[1]))
        self.asked.total = sum(found.values())
        return found


def desk_query(words: str, *, all_begin: bool = True) -> Query:
    """In whatever language of the paper; each word may be unfinished, as it is while one types."""
    return parsed(
        words,
        languages=[code for code, _name in settings.LANGUAGES],
        beginning=SHORTEST_BEGINNING if all_begin else None,
    )


def said_by(query: Query) -> Q:
    """What is true of the articles that meet it. To be asked within `full_text().bounded()`."""
    if not query:
        return Q(pk__in=[])
    return Q(pk__in=RawSQL(*full_text().found(KINDS, query)))  # noqa: S611  # values stay values


def words_of(query: str | SearchQuery) -> str:
    """What was typed, as our own language has it: nothing but words and phrases."""
    match query:
        case str():
            return query
        case Phrase():
            return f'"{query.query_string}"'
        case PlainText():
            return str(query.query_string)
        case And() | Or():
            return " ".join(map(words_of, query.subqueries))
        case Boost():
            return words_of(query.subquery)
        case Not() | _:
            return ""
