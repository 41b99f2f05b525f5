"""What a list or card shows of an article, computed for many articles in a fixed number of queries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.models import Locale

from rotativa.articles.models import (
    Article,
    ArticleClaim,
    Author,
    Citation,
    Inquiry,
    Question,
    Section,
)
from rotativa.articles.models.article import date_of
from rotativa.pages.picture_words import PictureWords, words_of


@dataclass(frozen=True, slots=True)
class Teaser:
    article: Article
    section: Section | None
    authors: list[Author]
    picture_words: PictureWords | None
    evidence: "Evidence"
    answers: list[date | None]
    """When the questions that it answers were asked, the oldest first."""
    remarks: list[str]
    """What apps above say of it in a few words, such as how many comments it has."""

    @property
    def is_voice(self) -> bool:
        return bool(self.section and self.section.is_voice)


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much of it there is."""

    sources: int = 0
    claims: int = 0
    open_questions: int = 0

    @property
    def kept(self) -> list[str]:
        return kept_in_words(sources=self.sources, claims=self.claims)


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    teasers: list[Teaser]


def teasers_of(articles: Iterable[Article], *, locale: Locale) -> list[Teaser]:
    """Teasers in the order of the articles (taken `for_lists()`), in the words of a language."""
    articles = list(articles)
    sections = in_words_of(Section, [a.section for a in articles if a.section], locale=locale)
    authors = in_words_of(
        Author, [link.author for a in articles for link in a.article_authors.all()], locale=locale
    )
    evidence = evidence_of(articles)
    answers = answers_of(articles)
    remarks = [remark(articles) for remark in remarking()]
    return [
        Teaser(
            article=article,
            section=sections.get(article.section.translation_key) if article.section else None,
            authors=[
                authors[link.author.translation_key] for link in article.article_authors.all()
            ],
            picture_words=picture_words(article),
            evidence=evidence.get(article.pk, Evidence()),
            answers=answers.get(article.translation_key, []),
            remarks=[said[article.pk] for said in remarks if article.pk in said],
        )
        for article in articles
    ]


def remarking() -> list[Callable[[Sequence[Article]], Mapping[int, str]]]:
    """Each takes all the articles of a list, so that it need ask the database only once."""
    return list(hooks.get_hooks("rotativa_teaser_remarks"))


def in_words_of(
    model: type[Section] | type[Author],
    groups: Sequence[Section | Author],
    *,
    locale: Locale,
) -> dict[UUID, Section | Author]:
    named = model.objects.in_language_of(
        {group.pk: group for group in groups}.values(), locale=locale
    )
    return {group.translation_key: group for group in named}


def picture_words(article: Article) -> PictureWords | None:
    if article.lead_image is None:
        return None
    return words_of(
        article.lead_image,
        alt=article.lead_image_alt,
        caption=article.lead_image_caption,
        credit=article.lead_image_credit,
    )


def evidence_of(articles: Sequence[Article]) -> dict[int, Evidence]:
    counted = Article.objects.filter(pk__in=[article.pk for article in articles]).values_list(
        "pk",
        number_of(Citation.objects.all(), "source"),
        number_of(ArticleClaim.objects.all(), "pk"),
        number_of(Question.objects.open(), "pk"),
    )
    return {pk: Evidence(*numbers) for pk, *numbers in counted.order_by()}


def number_of(rows: QuerySet[Any], what: str) -> Coalesce:
    """Of an article; in one query with others."""
    mine = rows.filter(article=OuterRef("pk")).order_by().values("article")
    return Coalesce(Subquery(mine.annotate(n=Count(what, distinct=True)).values("n")), 0)


def kept_in_words(*, sources: int, claims: int) -> list[str]:
    """`8 sources kept`, `4 claims`."""
    told = []
    if sources:
        words = ngettext("%(n)d source kept", "%(n)d sources kept", sources)
        told.append(words % {"n": sources})
    if claims:
        told.append(ngettext("%(n)d claim", "%(n)d claims", claims) % {"n": claims})
    return told


def answers_of(articles: Sequence[Article]) -> dict[UUID, list[date | None]]:
    """By translation key: whichever version answers, all do."""
    found: dict[UUID, list[date | None]] = {}
    keys = {article.translation_key for article in articles}
    answered = Inquiry.objects.published().answered().oldest_first()
    answered = answered.filter(answered_by__translation_key__in=keys)
    for key, day in answered.values_list("answered_by__translation_key", "asked_on"):
        found.setdefault(key, []).append(day)
    return found


def by_day(teasers: Iterable[Teaser]) -> list[Day]:
    """Teasers, which stand latest first, under the days on which the articles came out."""
    grouped = groupby(teasers, key=lambda teaser: teaser.article.published_date)
    return [
        Day(day or date_of(rows[0].article.first_published_at), rows)
        for day, rows in ((day, list(rows)) for day, rows in grouped)
    ]
