"""Keeping what articles are found by in step with them, within the transaction of the change."""

from collections.abc import Iterable, Sequence
from itertools import chain

from django.db.models import prefetch_related_objects

from rotativa.articles.asked import ask_together
from rotativa.articles.models import Article, DraftEntry, SearchEntry
from rotativa.articles.models.search_entry import Entry
from rotativa.articles.search.full_text import full_text
from rotativa.articles.search.texts import entry_of, text_of_article
from rotativa.articles.search.words import VERSION

FAILED = -VERSION
"""Of an entry whose words could not be made in the way of today: it keeps those that it has."""


def follow(article: Article) -> None:
    """After a change that readers may see: the article is stored as it is given."""
    is_found = article.listed_in_id is not None
    if is_found:
        put(SearchEntry, [article])
    else:
        drop(SearchEntry, [article.pk])
    draft = latest_text(article)
    if draft.has_unpublished_changes or not is_found:
        put(DraftEntry, [draft])
    else:
        drop(DraftEntry, [article.pk])


def follow_draft(article: Article) -> None:
    """After a draft is saved: the article is given as the desk left it."""
    if article.has_unpublished_changes or not is_found(article):
        put(DraftEntry, [article])
    else:
        drop(DraftEntry, [article.pk])


def is_found(article: Article) -> bool:
    return article.live and SearchEntry.objects.filter(pk=article.pk).exists()


def latest_text(article: Article) -> Article:
    """The article itself, unless the desk has gone on since."""
    if not article.latest_revision_id or (article.live and not article.has_unpublished_changes):
        return article
    revision = article.get_latest_revision()
    return revision.as_object() if revision else article


def follow_many(articles: Sequence[Article]) -> None:
    """The same for many in a fixed number of queries; those that differ from their draft cost one more."""
    keys = [article.pk for article in articles]
    open_to_all = set(Article.objects.published().filter(pk__in=keys).values_list("pk", flat=True))
    found = [article for article in articles if article.pk in open_to_all]
    drafts = [
        latest_text(article)
        for article in articles
        if article.has_unpublished_changes or article.pk not in open_to_all
    ]
    prefetch_related_objects(found, "article_authors", "questions")
    put(SearchEntry, found)
    put(DraftEntry, drafts)
    drop(SearchEntry, set(keys) - open_to_all)
    drop(DraftEntry, set(keys) - {draft.pk for draft in drafts})


def put(kind: type[Entry], articles: Sequence[Article]) -> None:
    if not articles:
        return
    rows = [entry_of(kind, article) for article in articles]
    questions = [list(article.questions.all()) for article in articles]
    ask_together(chain.from_iterable(questions))
    texts = zip(articles, questions, strict=True)
    full_text().put(kind, rows, [text_of_article(article, asks=asks) for article, asks in texts])


def drop(kind: type[Entry], keys: Iterable[int]) -> None:
    """Their words go with them."""
    if keys := list(keys):
        kind._default_manager.filter(pk__in=keys).delete()


def drop_hidden() -> None:
    """Whatever readers find and may not open any more."""
    SearchEntry.objects.filter(page__listed_in=None).delete()


def is_behind() -> bool:
    """Whether all words are to be made anew; costs next to nothing."""
    entries = SearchEntry.objects.all()
    if entries.exclude(version__in=(VERSION, FAILED)).exists():
        return True
    return not entries.exists() and Article.objects.published().exists()


def give_up(key: int) -> None:
    """Until somebody asks for it, or words are made in yet another way."""
    for kind in (SearchEntry, DraftEntry):
        kind._default_manager.filter(pk=key).update(version=FAILED)


def out_of_step() -> tuple[set[int], set[int]]:
    """Articles that are not found though they should be or not as they should, and those found wrongly."""
    published = set(Article.objects.published().values_list("pk", flat=True))
    drafts = set(Article.objects.exclude(pk__in=published).values_list("pk", flat=True))
    drafts |= set(Article.objects.filter(has_unpublished_changes=True).values_list("pk", flat=True))
    missing, surplus = set[int](), set[int]()
    for kind, wanted in ((SearchEntry, published), (DraftEntry, drafts)):
        rows = dict(kind._default_manager.values_list("pk", "version"))
        missing |= {pk for pk in wanted if rows.get(pk) != VERSION}
        surplus |= rows.keys() - wanted
        if full_text().count(kind) != len(rows):
            missing |= wanted
    return missing, surplus
