"""The desk's search, as Wagtail asks for it: pages by our full text, all else by Wagtail's own index.

What is found is what the desk last wrote as well as what readers read; who may see which pages is the
query set's business, which Wagtail narrows to what an editor may work on before it asks.
"""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q, QuerySet
from modelsearch.backends import database
from modelsearch.backends.base import BaseSearchBackend, BaseSearchResults
from modelsearch.query import And, Boost, MatchAll, Not, Or, Phrase, PlainText, SearchQuery
from wagtail.models import Page

from rotativa.articles.models import Article, DraftEntry, SearchEntry
from rotativa.articles.search.full_text import full_text
from rotativa.articles.search.query import MOST_WORDS, Query, cleaned, parsed
from rotativa.articles.search.words import words_in

MOST_FOUND = 2000
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
        keys: list[int] | None = None,
    ) -> None:
        super().__init__(backend, None)
        self.model = pages.model
        self.pages, self.query, self.by_rank, self.all_begin = pages, query, by_rank, all_begin
        self.keys = keys

    def _clone(self) -> "FoundPages":
        new = FoundPages(
            self.backend, self.pages, self.query,
            by_rank=self.by_rank, all_begin=self.all_begin, keys=self.found_keys(),
        )  # fmt: skip
        new.start, new.stop = self.start, self.stop
        return new

    def found_keys(self) -> list[int] | None:
        """Of all that match, the best first; None where all pages do. Asked once for all parts."""
        if self.keys is None and not isinstance(self.query, MatchAll):
            self.keys = list(dict.fromkeys([*self.articles(), *self.others()]))
        return self.keys

    def articles(self) -> list[int]:
        query = self.parsed()
        if not query:
            return []
        with full_text().bounded():
            return [
                key
                for kind in (SearchEntry, DraftEntry)
                for key in full_text().matches(kind, query, among=self.pages, most=MOST_FOUND)
            ]

    def parsed(self) -> Query:
        return parsed(
            words_of(self.query),
            languages=[code for code, _name in settings.LANGUAGES],
            beginning=SHORTEST_BEGINNING if self.all_begin else None,
        )

    def others(self) -> list[int]:
        """Pages that are no articles, by their titles: there are few of them."""
        said = [word for _start, _end, word in words_in(cleaned(words_of(self.query)))]
        if self.model is Article or not said:
            return []
        article = ContentType.objects.get_for_model(Article)
        others = Page.objects.exclude(content_type=article).order_by("pk")
        for word in said[:MOST_WORDS]:
            others = others.filter(Q(title__icontains=word) | Q(draft_title__icontains=word))
        return list(others.values_list("pk", flat=True)[:MOST_OTHERS])

    def matching(self) -> QuerySet[Any]:
        keys = self.found_keys()
        return self.pages if keys is None else self.pages.filter(pk__in=keys)

    def _do_search(self) -> list[Any]:
        keys = self.found_keys()
        if keys is None or not self.by_rank:
            return list(self.matching()[self.start : self.stop])
        allowed = set(self.matching().order_by().values_list("pk", flat=True))
        wanted = [key for key in keys if key in allowed][self.start : self.stop]
        found = {page.pk: page for page in self.pages.filter(pk__in=wanted)}
        return [found[key] for key in wanted if key in found]

    def _do_count(self) -> int:
        total = self.matching().order_by().count() - self.start
        return max(0, total if self.stop is None else min(total, self.stop - self.start))

    def facet(self, field_name: str) -> dict[Any, int]:
        counts = self.matching().order_by().values_list(field_name).annotate(n=Count("pk"))
        return dict(sorted(counts, key=lambda row: -row[1]))


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
