"""What the front page shows: what an editor arranged, else a sensible arrangement of its own."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import F
from wagtail.models import Locale

from rotativa.articles.coverage import earlier_coverage
from rotativa.articles.models import Article, FrontPage, Question, Section
from rotativa.articles.models.article import ArticleQuerySet
from rotativa.articles.question_rows import QuestionRow, rows_of
from rotativa.articles.teasers import Teaser, teasers_of

LATEST = 8
ALSO = 4
BEFORE = 3
STILL_OPEN = 3
ANSWERED = 3
CANDIDATES = 60
LAYOUTS = ("split", "row", "three")
SIZES = {"split": 5, "row": 4, "three": 3}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the front page below the lead."""

    kind: str
    """`articles`, `section`, `open_questions` or `answered_questions`."""
    title: str = ""
    section: Section | None = None
    layout: str = "row"
    articles: list[Article] = field(default_factory=list)
    teasers: list[Teaser] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Front:
    lead: Teaser | None
    before: list[Article]
    """What the lead builds on."""
    latest: list[Teaser]
    also: list[Teaser]
    parts: list[Part]
    still_open: list[QuestionRow]
    answered: list[QuestionRow]
    open_count: int

    @property
    def oldest_days(self) -> int | None:
        return self.still_open[0].days if self.still_open else None


def front_of(page: FrontPage, *, on: date) -> Front:
    """No article stands twice, save in the list of the latest."""
    locale = page.locale
    published = Article.objects.in_locale(locale).published().exclude(published_date=None)
    recent = list(published.latest_first().for_lists()[:CANDIDATES])
    lead = lead_of(page, published, recent)
    before = earlier_coverage(lead)[:BEFORE] if lead else []
    shown = {article.pk for article in [lead, *before] if article}
    also = take(recent, shown, ALSO, prefer_pictures=True) if not page.also else []
    parts = arranged(page, published, shown) or automatic(locale, published, shown)
    articles = unique([*([lead] if lead else []), *recent[:LATEST], *also, *articles_in(parts)])
    teasers = {t.article.pk: t for t in teasers_of(articles, locale=locale)}
    questions = Question.objects.published().in_locale(locale)
    return Front(
        lead=teasers[lead.pk] if lead else None,
        before=before,
        latest=[teasers[article.pk] for article in recent[:LATEST]],
        also=[teasers[article.pk] for article in also],
        parts=[
            replace(part, teasers=[teasers[article.pk] for article in part.articles])
            for part in parts
        ],
        still_open=rows_of(
            questions.open().exclude(asked_on=None).oldest_first()[:STILL_OPEN],
            locale=locale,
            on=on,
        ),
        answered=rows_of(
            questions.answered().latest_answers_first()[:ANSWERED], locale=locale, on=on
        ),
        open_count=questions.open().count(),
    )


def lead_of(page: FrontPage, published: ArticleQuerySet, recent: list[Article]) -> Article | None:
    """The editor's, else the latest pinned, else the latest with a picture, else the latest."""
    chosen = published.filter(pk=page.lead_id).for_lists().first() if page.lead_id else None
    pinned = published.filter(is_pinned=True).latest_first().for_lists().first()
    pictured = next((article for article in recent if article.lead_image_id), None)
    return chosen or pinned or pictured or next(iter(recent), None)


def take(
    articles: Iterable[Article], shown: set[int], number: int, *, prefer_pictures: bool = False
) -> list[Article]:
    """The first few that are not shown yet; from now on they are."""
    free = [article for article in articles if article.pk not in shown]
    if prefer_pictures:
        # Of the most recent only, so that a picture does not lift a story of last month.
        near = free[: 3 * number]
        free = [a for a in near if a.lead_image_id] + [a for a in near if not a.lead_image_id]
    taken = free[:number]
    shown.update(article.pk for article in taken)
    return taken


def arranged(page: FrontPage, published: ArticleQuerySet, shown: set[int]) -> list[Part]:
    """The blocks that an editor set, with what readers may open of them."""
    parts: list[Part] = []
    for block in page.also:
        if block.block_type == "articles":
            chosen = [article.pk for article in block.value["articles"] if article]
            found = {a.pk: a for a in published.filter(pk__in=chosen).for_lists()}
            articles = [found[pk] for pk in chosen if pk in found]
            shown.update(found)
            parts.append(Part("articles", title=block.value["title"], articles=articles))
        elif block.block_type == "section" and block.value["section"]:
            named = Section.objects.in_language_of([block.value["section"]], locale=page.locale)
            parts.append(of_section(named[0], published, shown, layout=block.value["layout"]))
        else:
            parts.append(Part(block.block_type))
    return parts


def automatic(locale: Locale, published: ArticleQuerySet, shown: set[int]) -> list[Part]:
    """Open questions, then each section of the menu in its order, then answers."""
    sections = Section.objects.in_locale(locale).in_menu().select_related("locale")
    parts: list[Part] = [Part("open_questions")]
    for number, section in enumerate(sections):
        layout = "three" if section.is_voice else LAYOUTS[number % len(LAYOUTS)]
        part = of_section(section, published, shown, layout=layout)
        if part.articles:
            parts.append(part)
    return [*parts, Part("answered_questions")]


def of_section(
    section: Section, published: ArticleQuerySet, shown: set[int], *, layout: str
) -> Part:
    size = SIZES[layout]
    latest = (
        published.in_sections(section)
        .exclude(pk__in=shown)
        .order_by(F("published_date").desc(), "-first_published_at")
    )
    articles = take(latest.for_lists()[:size], shown, size)
    return Part("section", section=section, layout=layout, articles=articles)


def articles_in(parts: list[Part]) -> list[Article]:
    return [article for part in parts for article in part.articles]


def unique(articles: list[Article]) -> list[Article]:
    return list({article.pk: article for article in articles}.values())
