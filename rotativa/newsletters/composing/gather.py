"""What a newsletter has to tell of a span of time in a language: a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TypedDict

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Locale

from rotativa.articles.models import (
    Article,
    Correction,
    FrontPage,
    Inquiry,
    Question,
)
from rotativa.articles.models.article import ArticleQuerySet
from rotativa.articles.models.correction import CorrectionQuerySet
from rotativa.articles.models.question import QuestionQuerySet
from rotativa.articles.question_rows import QuestionRow, rows_of
from rotativa.articles.teasers import Teaser, teasers_of
from rotativa.media.lasting import keep_for_good
from rotativa.media.showing import showing
from rotativa.newsletters.composing.contents import (
    Answered,
    Contents,
    Corrected,
    Discussed,
    OpenQuestion,
    Photo,
    Story,
)
from rotativa.newsletters.composing.discussed import most_discussed
from rotativa.newsletters.models import Newsletter
from rotativa.newsletters.rules import Untranslated
from rotativa.pages.addresses import local_url

MOST_STORIES = 25
MOST_FOREIGN = 10
STILL_OPEN = 3
ANSWERED = 3
CORRECTIONS = 5
DISCUSSED = 3
LONGEST_DECK = 300
LONGEST_CORRECTION = 800
"""The whole of it stands with its article, to which its title leads."""
PHOTO_WIDTH = 1200
MAILED = (".jpeg", ".jpg", ".png", ".gif")
"""What every program for mail can show."""


@dataclass(frozen=True)
class Span:
    """What is asked of the paper: of a newsletter, in a language, from one moment to another."""

    newsletter: Newsletter
    locale: Locale
    since: datetime
    until: datetime

    @property
    def day(self) -> date:
        return timezone.localdate(self.until, self.newsletter.zone)

    @property
    def language(self) -> str:
        return str(self.locale.language_code)

    @cached_property
    def all_articles(self) -> ArticleQuerySet:
        """Those that the newsletter is about, in all languages and of all times."""
        articles: ArticleQuerySet = Article.objects.published().for_machines()
        if self.newsletter.section:
            articles = articles.in_sections(self.newsletter.section)
        if self.newsletter.author:
            articles = articles.signed_by(self.newsletter.author)
        return articles

    @property
    def new_articles(self) -> ArticleQuerySet:
        return self.all_articles.filter(listed_at__gte=self.since, listed_at__lt=self.until)

    @property
    def is_of_whole_paper(self) -> bool:
        return not (self.newsletter.section or self.newsletter.author)


def gather(span: Span) -> Contents:
    locale = span.locale
    new = span.new_articles.filter(listed_in=locale)
    articles = list(new.latest_first().for_lists()[:MOST_STORIES])
    foreign = foreign_articles(span) if span.newsletter.untranslated == Untranslated.LINKED else []
    total = new.count() if len(articles) == MOST_STORIES else len(articles)
    return Contents(
        stories=tuple(stories(span, articles, foreign)),
        more=total - len(articles),
        still_open=tuple(still_open(span)),
        answered=tuple(answered(span)),
        corrections=tuple(corrections(span)),
        discussed=tuple(discussed(span)),
        gathered_on=span.day,
    )


def has_news(span: Span) -> bool:
    """Whether there is anything to tell, without fetching it: asked each minute on quiet days."""
    new = span.new_articles
    if span.newsletter.untranslated == Untranslated.LEFT_OUT:
        new = new.filter(listed_in=span.locale)
    return new.exists() or corrections_made(span).exists() or answered_questions(span).exists()


def foreign_articles(span: Span) -> list[Article]:
    """What came out in other languages, and cannot be read in this one."""
    here = Article.objects.published_in(span.locale)
    foreign = span.new_articles.exclude(listed_in=span.locale)
    foreign = foreign.exclude(translation_key__in=here.values("translation_key"))
    once = {
        each.translation_key: each for each in foreign.latest_first().for_lists()[:MOST_FOREIGN]
    }
    return list(once.values())


def stories(span: Span, articles: list[Article], foreign: list[Article]) -> Iterable[Story]:
    """The lead, then section by section as the menu has them, then what is in other languages."""
    teasers = {
        each.article.pk: each for each in teasers_of([*articles, *foreign], locale=span.locale)
    }
    lead = lead_among(articles, span.locale)
    others = sorted((teasers[each.pk] for each in articles if each != lead), key=place_of)
    if lead:
        yield lead_story(teasers[lead.pk])
    yield from (story_of(each) for each in others)
    yield from (
        story_of(teasers[each.pk], language=str(each.locale.language_code)) for each in foreign
    )


def lead_among(articles: list[Article], locale: Locale) -> Article | None:
    """The front page's, where it is new, else as the front page would choose."""
    if not articles:
        return None
    chosen = FrontPage.objects.filter(locale=locale).values_list("lead", flat=True).first()
    pinned = [each for each in articles if each.is_pinned]
    return next(
        (each for each in articles if each.pk == chosen),
        pinned[0] if pinned else first_with_picture(articles),
    )


def first_with_picture(articles: list[Article]) -> Article:
    return next((each for each in articles if each.lead_image_id), articles[0])


def place_of(teaser: Teaser) -> tuple[bool, int, str]:
    """Sorting keeps the latest first within a section. Those of none come before the first section's name."""
    section = teaser.section
    return (
        section is not None,
        section.position if section else 0,
        section.name if section else "",
    )


def lead_story(teaser: Teaser) -> Story:
    evidence = teaser.evidence
    return story_of(teaser).model_copy(
        update={
            "photo": photo_of(teaser),
            "sources": evidence.sources,
            "claims": evidence.claims,
        }
    )


def led(contents: Contents, locale: Locale) -> Contents:
    """With the story that stands first as a lead is gathered, whoever has put it there."""
    first = contents.lead
    articles = Article.objects.published().filter(pk=first.article).for_lists() if first else ()
    if first is None or not articles:
        return contents
    (teaser,) = teasers_of(list(articles), locale=locale)
    lead = lead_story(teaser).model_copy(update={"language": first.language})
    return contents.model_copy(update={"stories": (lead, *contents.also)})


def photo_of(teaser: Teaser) -> Photo | None:
    """None where the picture is of a kind that mail cannot show. What mail shows is kept: the rendition
    is replaced when the picture's credit changes."""
    if teaser.article.lead_image is None or teaser.picture_words is None:
        return None
    shown = showing(teaser.article.lead_image)
    file = shown.nearest(PHOTO_WIDTH) if shown else None
    if file is None or not file.url.lower().endswith(MAILED):
        return None
    try:
        url = keep_for_good(file)
    except OSError:  # it has just been replaced; who composes once more has the new one
        return None
    return Photo(url=url, width=file.width, height=file.height, alt=teaser.picture_words.alt)


def story_of(teaser: Teaser, *, language: str = "") -> Story:
    article = teaser.article
    return Story(
        article=article.pk,
        title=article.title,
        path=local_url(article),
        language=language,
        deck=shortened(article.deck),
        section=teaser.section.name if teaser.section else "",
        authors=tuple(each.name for each in teaser.authors),
        is_voice=teaser.is_voice,
        open_questions=teaser.evidence.open_questions,
    )


def shortened(text: str, *, longest: int = LONGEST_DECK) -> str:
    """At a space, with a mark that something is missing."""
    words = " ".join(text.split())
    if len(words) <= longest:
        return words
    return words[:longest].rpartition(" ")[0].rstrip(",;:–— ") + " …"


def still_open(span: Span) -> Iterable[OpenQuestion]:
    """The oldest, as the front page has them."""
    asked = Question.objects.published().in_locale(span.locale).open().dated()
    if not span.is_of_whole_paper:
        asked = asked.filter(article__in=span.all_articles.values("pk"))
    for row in rows_of(asked.oldest_first()[:STILL_OPEN], locale=span.locale, on=span.day):
        if row.asked.days is not None:
            yield OpenQuestion(
                text=row.asked.text,
                days=row.asked.days,
                asked_of=row.asked.asked_of,
                again=len(row.asked.again_on),
                **leads_to(row, span),
            )


def answered(span: Span) -> Iterable[Answered]:
    """By an article of this span, or, where an editor named none, on a day of it."""
    told = answered_questions(span)
    for row in rows_of(told.latest_answers_first()[:ANSWERED], locale=span.locale, on=span.day):
        yield Answered(
            text=row.asked.text, answer=row.asked.answer, days=row.asked.days, **leads_to(row, span)
        )


def answered_questions(span: Span) -> QuestionQuerySet:
    first = timezone.localdate(span.since, span.newsletter.zone)
    by_article = Q(answered_by__listed_at__gte=span.since, answered_by__listed_at__lt=span.until)
    by_hand = Q(answered_by=None, answered_on__gte=first, answered_on__lt=span.day)
    lately = Inquiry.objects.answered().filter(by_article | by_hand)
    told = Question.objects.published().in_locale(span.locale)
    told = told.filter(translation_key__in=lately.values("pk"))
    if not span.is_of_whole_paper:
        told = told.filter(article__in=span.all_articles.values("pk"))
    return told


class LeadsTo(TypedDict, total=False):
    article: int
    path: str
    language: str


def leads_to(row: QuestionRow, span: Span) -> LeadsTo:
    if row.article is None:
        return {}
    language = str(row.article.locale.language_code)
    return {
        "article": row.article.pk,
        "path": local_url(row.article),
        "language": "" if language == span.language else language,
    }


def corrections(span: Span) -> Iterable[Corrected]:
    made = corrections_made(span).select_related("article__locale").defer("article__body")
    for each in made.latest_first()[:CORRECTIONS]:
        yield Corrected(
            article=each.article_id,
            kind=each.kind,
            text=shortened(each.text, longest=LONGEST_CORRECTION),
            title=each.article.title,
            path=local_url(each.article),
        )


def corrections_made(span: Span) -> CorrectionQuerySet:
    made = Correction.objects.published_in(span.locale)
    made = made.filter(at__gte=span.since, at__lt=span.until)
    if not span.is_of_whole_paper:
        made = made.filter(article__in=span.all_articles.values("pk"))
    return made


def discussed(span: Span) -> Iterable[Discussed]:
    """What readers wrote most about in this span, whenever the article came out."""
    numbers = most_discussed(span.language, since=span.since, until=span.until)
    articles = span.all_articles.filter(listed_in=span.locale, translation_key__in=numbers)
    found = {each.translation_key: each for each in articles.for_lists()}
    ordered = sorted(numbers, key=lambda key: -numbers[key])
    for key in [each for each in ordered if each in found][:DISCUSSED]:
        article = found[key]
        yield Discussed(
            article=article.pk,
            title=article.title,
            path=local_url(article),
            comments=numbers[key],
        )
