"""All that an article's page shows, computed in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.blocks import StreamValue

from rotativa.articles.asked import Asked, answering, asked, how_they_stand
from rotativa.articles.changed import changed_at
from rotativa.articles.citations import CitedSource, cite
from rotativa.articles.coverage import earlier_among, later_coverage, published_versions
from rotativa.articles.models import Article, Author, Claim, Correction, Inquiry, Section, Tag
from rotativa.articles.shown_claims import ShownClaim, shown_claims
from rotativa.media.models import Picture
from rotativa.pages import languages
from rotativa.pages.picture_words import PictureWords, words_of
from rotativa.pages.reading import readable
from rotativa.pages.today import today

SHORTEST_WITH_CAP = 120


@dataclass(frozen=True, slots=True)
class LeadPicture:
    picture: Picture
    words: PictureWords


@dataclass(frozen=True, slots=True)
class Anatomy:
    section: Section | None
    authors: list[Author]
    tags: list[Tag]
    earlier: list[Article]
    later: list[Article]
    lead: LeadPicture | None
    body: StreamValue
    questions: list[Asked]
    sources: list[CitedSource]
    claims: list[ShownClaim]
    corrections: list[Correction]
    changed_at: datetime | None
    """In substance: as the editor says, or when it was corrected."""
    has_questions_in_body: bool
    has_cap: bool
    """Whether the first letter stands large: a text that begins with words, in Latin or Cyrillic."""

    @property
    def open_questions(self) -> int:
        return sum(each.is_open for each in self.questions)


def anatomy_of(article: Article) -> Anatomy:
    if article.pk:  # a preview may show what is not stored yet
        prefetch_related_objects(
            [article], Prefetch("corrections", Correction.objects.latest_first())
        )
    links = [link.earlier_id for link in article.earlier_coverage.all()]
    questions = list(article.questions.all())
    inquiries = how_they_stand(questions)
    answers = answering(inquiries)
    linked = published_versions([*links, *answers], locale=article.locale)
    sources = cite(article.body)
    body = readable(article.body)
    return Anatomy(
        section=section_of(article),
        authors=authors_of(article),
        tags=tags_of(article),
        earlier=earlier_among(linked, links, of=article),
        later=later_in_words_of(article),
        lead=lead_of(article),
        body=body,
        questions=asked(questions, inquiries, linked, on=day_if_open(inquiries)),
        sources=sources,
        claims=claims_of(article, sources),
        corrections=list(article.corrections.all()) if article.pk else [],
        changed_at=changed_at(article),
        has_questions_in_body=any(block.block_type == "questions" for block in body),
        has_cap=has_cap(body, language=article.language),
    )


def day_if_open(inquiries: Iterable[Inquiry]) -> date | None:
    """What the page says changes with the day as long as a question is open."""
    return today() if any(each.is_open for each in inquiries) else None


def claims_of(article: Article, sources: list[CitedSource]) -> list[ShownClaim]:
    order = [link.claim_id for link in article.article_claims.all()]
    if not order:
        return []
    found = {claim.pk: claim for claim in Claim.objects.filter(pk__in=order).with_history()}
    claims = [found[pk] for pk in order if pk in found]
    return shown_claims(claims, language=article.language, cited=sources)


def section_of(article: Article) -> Section | None:
    sections = [article.section] if article.section else []
    return next(iter(Section.objects.in_language_of(sections, locale=article.locale)), None)


def authors_of(article: Article) -> list[Author]:
    """In the order in which they sign, as they are called in the language of the page."""
    signed = article.article_authors.select_related("author__locale")
    authors = [link.author for link in signed]
    return Author.objects.in_language_of(authors, locale=article.locale)


def tags_of(article: Article) -> list[Tag]:
    tags = article.tags.select_related("locale").order_by("name")
    return Tag.objects.in_language_of(tags, locale=article.locale)


def later_in_words_of(article: Article) -> list[Article]:
    """Later coverage, each with its section as the page's language calls it."""
    later = later_coverage(article)
    sections = [each.section for each in later if each.section is not None]
    named = Section.objects.in_language_of(sections, locale=article.locale)
    by_key = {section.translation_key: section for section in named}
    for each in later:
        if each.section is not None:
            each.section = by_key[each.section.translation_key]
    return later


def lead_of(article: Article) -> LeadPicture | None:
    picture = article.lead_image
    if picture is None:
        return None
    prefetch_related_objects([picture], "renditions")
    words = words_of(
        picture,
        alt=article.lead_image_alt,
        caption=article.lead_image_caption,
        credit=article.lead_image_credit,
    )
    return LeadPicture(picture, words)


def has_cap(body: StreamValue, *, language: str) -> bool:
    if not body or languages.script(language) == "other":
        return False
    first = body[0]
    text = str(first.value).removeprefix("<p>") if first.block_type == "paragraph" else ""
    return len(text) >= SHORTEST_WITH_CAP and text.lstrip("¿¡«“‘\"'")[:1].isalpha()
