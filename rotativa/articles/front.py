"""What the front page shows: what an editor arranged, else a sensible arrangement of its own."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import cycle

from django.db.models import Value
from wagtail.models import Locale

from rotativa.articles.coverage import earlier_coverage
from rotativa.articles.models import Article, FrontPage, Question, Section
from rotativa.articles.models.article import ArticleQuerySet
from rotativa.articles.question_rows import QuestionRow, rows_of
from rotativa.articles.standing import articles_list, questions_list
from rotativa.articles.teasers import Teaser, teasers_of
from rotativa.pages import keys

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
    chosen: tuple[int, ...] = ()
    """Keys of the articles that an editor picked."""
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
        return self.still_open[0].asked.days if self.still_open else None


def front_of(page: FrontPage, *, on: date) -> Front:
    """No article stands twice, save in the list of the latest."""
    locale = page.locale
    language = locale.language_code
    keys.declare(articles_list(language), questions_list(language))
    published = Article.objects.published_in(locale)
    recent = list(published.latest_first().for_lists()[:CANDIDATES])
    lead = lead_of(page, published, recent)
    before = earlier_coverage(lead)[:BEFORE] if lead else []
    shown = {article.pk for article in [lead, *before] if article}
    also = take(recent, shown, ALSO, prefer_pictures=True) if not page.also else []
    parts = fill(arranged(page) or automatic(locale), published, shown)
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
            questions.open().dated().oldest_first()[:STILL_OPEN],
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


def arranged(page: FrontPage) -> list[Part]:
    """The blocks that an editor set, still without their articles."""
    parts: list[Part] = []
    for block in page.also:
        if block.block_type == "articles":
            chosen = tuple(article.pk for article in block.value["articles"] if article)
            parts.append(Part("articles", title=block.value["title"], chosen=chosen))
        elif block.block_type == "section" and (section := block.value["section"]):
            parts.append(Part("section", section=section, layout=block.value["layout"]))
        else:
            parts.append(Part(block.block_type))
    sections = [part.section for part in parts if part.section]
    for section in sections:
        if section.locale_id == page.locale_id:
            section.locale = page.locale  # else each asks for it by itself
    named = iter(Section.objects.in_language_of(sections, locale=page.locale))
    return [replace(part, section=next(named)) if part.section else part for part in parts]


def automatic(locale: Locale) -> list[Part]:
    """Open questions, then each section of the menu in its order, then answers."""
    sections = Section.objects.in_locale(locale).in_menu().select_related("locale")
    return [
        Part("open_questions"),
        *(
            Part("section", section=section, layout="three" if section.is_voice else layout)
            for section, layout in zip(sections, cycle(LAYOUTS), strict=False)
        ),
        Part("answered_questions"),
    ]


def fill(parts: list[Part], published: ArticleQuerySet, shown: set[int]) -> list[Part]:
    """The parts with what readers may open of them; sections that have nothing left are dropped.

    The keys of what may stand in sections come first and the articles then, for all parts at once:
    the number of queries does not grow with that of parts.
    """
    latest = latest_in_sections(parts, published, shown)
    taken: list[tuple[int, ...]] = []
    for part in parts:
        keys = part.chosen
        if part.section is not None:
            free = [pk for pk in latest[part.section.pk] if pk not in shown]
            keys = tuple(free[: SIZES[part.layout]])
        shown.update(keys)
        taken.append(keys)
    found = {
        a.pk: a for a in published.filter(pk__in=[pk for keys in taken for pk in keys]).for_lists()
    }
    full = [
        replace(part, articles=[found[pk] for pk in keys if pk in found])
        for part, keys in zip(parts, taken, strict=True)
    ]
    return [part for part in full if part.articles or part.section is None]


def latest_in_sections(
    parts: list[Part], published: ArticleQuerySet, shown: set[int]
) -> dict[int, list[int]]:
    """Keys of the latest articles of each section, as many as its parts can need."""
    sections = {part.section.pk: part.section for part in parts if part.section}
    if not sections:
        return {}
    most = sum(SIZES[part.layout] for part in parts if part.section)
    most += sum(len(part.chosen) for part in parts)
    families = Section.objects.families_of(sections.values())
    free = published.exclude(pk__in=shown)
    each = [
        free.filter(
            pk__in=free.filter(section__in=families[key]).latest_first().values("pk")[:most]
        )
        .order_by()
        .values_list(Value(key), "pk", "listed_at")
        for key in sections
    ]
    rows = each[0].union(*each[1:], all=True) if len(each) > 1 else each[0]
    found: dict[int, list[int]] = {key: [] for key in sections}
    for key, pk, _since in sorted(rows, key=lambda row: (row[2], row[1]), reverse=True):
        found[key].append(pk)
    return found


def articles_in(parts: list[Part]) -> list[Article]:
    return [article for part in parts for article in part.articles]


def unique(articles: list[Article]) -> list[Article]:
    return list({article.pk: article for article in articles}.values())
