"""Where an article stands for readers: its address, the lists that hold it, what it speaks of.

Compared before and after a change, it tells which printed pages say something else by now.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import prefetch_related_objects
from modelcluster.queryset import FakeQuerySet

from rotativa.articles.citations import marks_in
from rotativa.articles.models import Article, Inquiry, Question
from rotativa.articles.models.group import Group
from rotativa.pages.addresses import local_url

LANGUAGES = "languages"
"""Which languages have any article."""
SITEMAPS = "sitemaps"
"""Which sitemaps there are, and when anything in them changed."""


@dataclass(frozen=True, slots=True)
class Standing:
    path: str
    title: str
    published_date: date
    first_published_at: datetime | None
    lists: frozenset[str]
    """Keys of the lists that hold the article."""
    spoken_of: frozenset[str]
    """Keys of what the pages of others say because of it: later coverage, answers."""
    claims: frozenset[int] = frozenset()
    sources: frozenset[int] = frozenset()


def standing_of(article: Article) -> Standing | None:
    """By what the article and its children in memory say; None where readers cannot open it."""
    if not article.live or article.published_date is None:
        return None
    questions = list(article.questions.all())
    return Standing(
        path=local_url(article),
        title=article.title,
        published_date=article.published_date,
        first_published_at=article.first_published_at,
        lists=frozenset(lists_of(article, asks=bool(questions))),
        spoken_of=frozenset(
            [
                *map(later_key, keys_of_earlier(article)),
                *(f"page:{pk}" for pk in answering_versions(questions)),
            ]
        ),
        claims=frozenset(each.claim_id for each in article.article_claims.all()),
        sources=frozenset(mark.source_id for mark in marks_in(article.body)),
    )  # fmt: skip


def share_named(article: Article, stored: Article) -> None:
    """Have an article that is about to be stored know what it names from its row, which was read already."""
    for name in ("locale", "section"):
        is_same = getattr(article, f"{name}_id") == getattr(stored, f"{name}_id")
        if is_same and not Article._meta.get_field(name).is_cached(article):
            setattr(article, name, getattr(stored, name))
    signed = article.article_authors.all()
    if isinstance(signed, FakeQuerySet):  # else it stores none
        known = {link.author_id: link.author for link in stored.article_authors.all()}
        for link in signed:
            if link.author_id in known and not link._meta.get_field("author").is_cached(link):
                link.author = known[link.author_id]


def keys_of_earlier(article: Article) -> list[UUID]:
    """What it builds on."""
    links = [link.earlier_id for link in article.earlier_coverage.all()]
    earlier = Article.objects.filter(pk__in=links).order_by()
    return list(earlier.values_list("translation_key", flat=True))


def answering_versions(questions: Iterable[Question]) -> Iterator[int]:
    """The articles that answer questions, in all languages: they say so where they are listed."""
    keys = [each.translation_key for each in questions]
    answers = Inquiry.objects.filter(pk__in=keys).answered().exclude(answered_by=None)
    if keys:
        versions = Article.objects.filter(
            translation_key__in=answers.values("answered_by__translation_key")
        )
        yield from versions.values_list("pk", flat=True)


def lists_of(article: Article, *, asks: bool) -> list[str]:
    language = article.language
    lists = [articles_list(language)]
    lists += [group_list(group, language) for group in groups_of(article)]
    if article.published_date:
        lists.append(month_list(language, article.published_date))
        lists.append(year_list(language, article.published_date.year))
    if asks:
        lists.append(questions_list(language))
    return lists


def groups_of(article: Article) -> list[Group]:
    """The sections, authors and tags whose lists hold an article, in whatever language it names them."""
    section = article.section
    signed = list(article.article_authors.all())
    prefetch_related_objects(signed, "author")
    return [
        *([section] if section else []),
        *([section.parent] if section and section.parent else []),
        *(link.author for link in signed),
        *article.tags.all(),
    ]


def articles_list(language: str) -> str:
    """All articles of a language: the front page, the archive, what helps where nothing is found."""
    return f"articles:{language}"


def group_list(group: Group, language: str) -> str:
    """The articles of a section, author or tag in a language, whatever its name there."""
    return f"{group._meta.model_name}-list:{language}:{group.translation_key.hex}"


def year_list(language: str, year: int) -> str:
    """How much was published in each month of a year."""
    return f"year:{language}:{year}"


def month_list(language: str, day: date) -> str:
    return f"month:{language}:{day:%Y-%m}"


def languages_of_month(day: date) -> str:
    """Which languages have any article of a month."""
    return f"{LANGUAGES}:{day:%Y-%m}"


def languages_of_year(year: int) -> str:
    return f"{LANGUAGES}:{year}"


def sitemap(language: str, day: date) -> str:
    """The addresses of the articles of a month, and when each has changed."""
    return f"sitemap:{language}:{day:%Y-%m}"


def groups(language: str) -> str:
    """Which sections, authors and tags have a name in a language."""
    return f"groups:{language}"


def questions_list(language: str) -> str:
    return f"questions:{language}"


def claims_list(language: str) -> str:
    return f"claims:{language}"


def sources_list(language: str) -> str:
    """The sources of a language: the newest of them."""
    return f"sources:{language}"


def corrections_list(language: str) -> str:
    return f"corrections:{language}"


def place_key(page_id: int) -> str:
    """Whether readers find an article, and where; not what it says."""
    return f"place:{page_id}"


def cited_key(source_id: int) -> str:
    """Which articles cite a source."""
    return f"cited:{source_id}"


def checks_key(source_id: int) -> str:
    """What looks at a source have told, each of them."""
    return f"checks:{source_id}"


def later_key(translation_key: UUID) -> str:
    """What was written after an article, in any language."""
    return f"later:{translation_key.hex}"


def full_pages(list_key: str) -> str:
    """The numbered pages of a list, which change only when something leaves or is put between."""
    return f"{list_key}:pages"
