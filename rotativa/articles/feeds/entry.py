"""One article in a feed."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from mimetypes import guess_type

from wagtail.models import Locale

from rotativa.articles.asked import ask_together
from rotativa.articles.changed import changed_at
from rotativa.articles.feeds.text import text_of
from rotativa.articles.models import Article, Author, Section, Tag
from rotativa.articles.models.article import ArticleQuerySet
from rotativa.articles.models.group import Group
from rotativa.lib.xml_text import as_xml
from rotativa.media.showing import showing
from rotativa.pages.addresses import absolute, local_url

MOST = 20
"""Articles in a feed."""
BESIDE = ("tags", "questions", "article_claims", "corrections")
"""What is told of an article beside what lists show of it."""


@dataclass(frozen=True, slots=True)
class Named:
    """A person, a section or a tag, with the address of its page."""

    name: str
    url: str
    slug: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that comes with an article: the lead picture, or a recording."""

    url: str
    media_type: str
    title: str = ""
    size: int | None = None

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


@dataclass(frozen=True, slots=True)
class Entry:
    id: str
    url: str
    title: str
    deck: str
    published_at: datetime
    updated_at: datetime
    """When it changed in substance: as its editor says, or when it was corrected."""
    authors: tuple[Named, ...]
    categories: tuple[Named, ...]
    enclosures: tuple[Enclosure, ...]
    html: str

    @property
    def picture(self) -> str:
        return next((each.url for each in self.enclosures if each.is_picture), "")


def lasting_id(translation_key: uuid.UUID, language: str, kind: str = "") -> str:
    """A name that stays whatever happens to address, host or database (RFC 4287, 4.2.6)."""
    return f"urn:uuid:{uuid.uuid5(translation_key, f'{kind}{language}')}"


def entries_of(articles: ArticleQuerySet, *, locale: Locale) -> list[Entry]:
    """The latest of some articles of a language, in the words of that language."""
    newest = articles.published_in(locale).for_machines().latest_first()
    whole = newest.for_lists().defer(None).prefetch_related(*BESIDE)
    found = list(whole[:MOST])
    groups: list[Group] = [group for article in found for group in groups_of(article)]
    for group in groups:
        if group.locale_id == locale.pk:
            group.locale = locale
    named = {
        (model, each.translation_key): Named(
            as_xml(each.name), absolute(each.get_absolute_url()), each.slug
        )
        for model in (Section, Author, Tag)
        for each in model.objects.in_language_of(
            {group.pk: group for group in groups if isinstance(group, model)}.values(),
            locale=locale,
        )
    }
    ask_together(question for article in found for question in article.questions.all())
    return [entry_of(article, named) for article in found]


def groups_of(article: Article) -> Iterable[Group]:
    if article.section is not None:
        yield article.section
    yield from article.tags.all()
    yield from (link.author for link in article.article_authors.all())


def entry_of(article: Article, named: dict[tuple[type[Group], uuid.UUID], Named]) -> Entry:
    groups = [(type(group), group.translation_key) for group in groups_of(article)]
    published_at = article.first_published_at
    return Entry(
        id=lasting_id(article.translation_key, article.language),
        url=absolute(local_url(article)),
        title=as_xml(article.title),
        deck=as_xml(article.deck),
        published_at=published_at,
        updated_at=max(published_at, changed_at(article) or published_at),
        authors=tuple(named[key] for key in groups if key[0] is Author),
        categories=tuple(named[key] for key in groups if key[0] is not Author),
        enclosures=tuple(enclosures_of(article)),
        html=as_xml(text_of(article)),
    )


def enclosures_of(article: Article) -> Iterable[Enclosure]:
    """The lead picture, then recordings among the files of the body."""
    shown = showing(article.lead_image) if article.lead_image else None
    if shown:
        url = absolute(shown.nearest(1200).url)
        yield Enclosure(url, guess_type(url)[0] or "image/jpeg")
    for block in article.body:
        file = block.value["file"] if block.block_type == "file" else None
        media_type = guess_type(file.filename)[0] or "" if file else ""
        if file and media_type.startswith(("audio/", "video/")):
            title = as_xml(block.value["title"] or file.title)
            yield Enclosure(absolute(file.url), media_type, title, file.file_size)
