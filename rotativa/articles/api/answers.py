"""Articles as the API tells them: many of them in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale

from rotativa.articles.anatomy import authors_of, claims_of, lead_of, section_of, tags_of
from rotativa.articles.asked import answering, asked, how_they_stand
from rotativa.articles.changed import changed_at
from rotativa.articles.citations import CitedSource, cite
from rotativa.articles.coverage import published_versions
from rotativa.articles.feeds.text import questions_of
from rotativa.articles.models import Article, Author, Correction, Section, Tag
from rotativa.articles.models.group import Group
from rotativa.articles.shown_claims import ShownClaim, ShownSource
from rotativa.pages.addresses import absolute, local_url
from rotativa.pages.portable import portable, rendered
from rotativa.pages.reading import readable
from rotativa.pages.social import image_of_picture

Answer = dict[str, Any]
GroupT = TypeVar("GroupT", Section, Author, Tag)


def group_answer(group: Group) -> Answer:
    return {
        "id": group.pk,
        "name": group.name,
        "slug": group.slug,
        "language": group.language,
        "url": absolute(group.get_absolute_url()),
    }


def article_answers(articles: Iterable[Article]) -> list[Answer]:
    """Of articles taken `for_lists()`, with tags."""
    articles = list(articles)
    versions = versions_of(articles)
    sections = named(Section, articles, lambda each: [each.section] if each.section else [])
    authors = named(Author, articles, lambda each: [x.author for x in each.article_authors.all()])
    tags = named(Tag, articles, lambda each: list(each.tags.all()))
    return [
        {
            **particulars(article),
            "section": next(iter(sections[article.pk]), None),
            "authors": authors[article.pk],
            "tags": sorted(tags[article.pk], key=lambda tag: str(tag["name"])),
            "translations": [
                version_answer(each)
                for each in versions[article.translation_key]
                if each.pk != article.pk
            ],
        }
        for article in articles
    ]


def particulars(article: Article) -> Answer:
    return {
        "id": article.pk,
        "language": article.language,
        "headline": article.title,
        "deck": article.deck,
        "url": absolute(local_url(article)),
        "api_url": absolute(reverse("api:article", args=[article.pk])),
        "published_at": article.first_published_at,
        "updated_at": changed_at(article),
        "picture": picture_answer(article),
    }


def picture_answer(article: Article) -> Answer | None:
    lead = lead_of(article)
    image = image_of_picture(lead.picture, alt=lead.words.alt) if lead else None
    if lead is None or image is None:
        return None
    return {
        "url": image.url,
        "width": image.width,
        "height": image.height,
        "alternative": image.alt,
        "credit": lead.words.credit,
    }


def version_answer(article: Article) -> Answer:
    return {
        "id": article.pk,
        "language": article.language,
        "headline": article.title,
        "url": absolute(local_url(article)),
    }


def versions_of(articles: Sequence[Article]) -> dict[UUID, list[Article]]:
    """The public versions of articles in all languages, by what they have in common."""
    found: dict[UUID, list[Article]] = defaultdict(list)
    keys = {article.translation_key for article in articles}
    versions = Article.objects.published().for_machines()
    for each in (
        versions.filter(translation_key__in=keys)
        .select_related("locale")
        .defer_streamfields()
        .order_by("locale_id")
    ):
        found[each.translation_key].append(each)
    return found


def named(model: type[GroupT], articles: Sequence[Article], groups: Any) -> dict[int, list[Answer]]:
    """The groups of each article as its language calls them: one query a language at most."""
    found: dict[int, list[Answer]] = {}
    for locale in dict.fromkeys(article.locale for article in articles):
        ours = {each.pk: groups(each) for each in articles if each.locale_id == locale.pk}
        found |= answers_in(model, ours, locale=locale)
    return found


def answers_in(
    model: type[GroupT], groups: dict[int, list[GroupT]], *, locale: Locale
) -> dict[int, list[Answer]]:
    different = {each.pk: each for those in groups.values() for each in those}
    prefetch_related_objects(list(different.values()), "locale")
    there = model.objects.in_language_of(different.values(), locale=locale)
    answers = {each.translation_key: group_answer(each) for each in there}
    return {pk: [answers[each.translation_key] for each in those] for pk, those in groups.items()}


def full_answer(article: Article) -> Answer:
    """One article with its text and all that it leans on."""
    prefetch_related_objects([article], Prefetch("corrections", Correction.objects.latest_first()))
    with translation.override(article.language):
        section = section_of(article)
        cited = cite(article.body, with_notes=False)
        body = readable(article.body)
        return {
            **particulars(article),
            "section": group_answer(section) if section else None,
            "authors": [group_answer(each) for each in authors_of(article)],
            "tags": [group_answer(each) for each in tags_of(article)],
            "translations": [
                version_answer(each)
                for each in versions_of([article])[article.translation_key]
                if each.pk != article.pk
            ],
            "sources": [found for each in body if (found := source_answer(each))],
            "cited": [cited_answer(each) for each in cited],
            "claims": [claim_answer(each) for each in claims_of(article, cited)],
            "corrections": [
                {"kind": each.kind, "text": each.text, "at": each.at}
                for each in article.corrections.all()
            ],
            "body": [block_answer(each, article) for each in body],
            "questions": question_answers(article),
        }


def question_answers(article: Article) -> list[Answer]:
    questions = list(article.questions.order_by("sort_order"))
    inquiries = how_they_stand(questions)
    linked = published_versions(answering(inquiries), locale=article.locale)
    return [
        {
            "text": each.text,
            "asked_of": each.asked_of,
            "asked_on": each.asked_on,
            "answer": each.answer,
            "answered_on": each.answered_on,
            "answered_by": absolute(local_url(each.answered_by)) if each.answered_by else "",
        }
        for each in asked(questions, inquiries, linked, on=None)
    ]


def block_answer(block: Any, article: Article) -> Answer:
    """For elsewhere: its addresses are whole, and marks lead to the sources of the page."""
    html = questions_of(article) if block.block_type == "questions" else rendered(block)
    return {"type": block.block_type, "html": portable(html, url=local_url(article))}


def cited_answer(cited: CitedSource) -> Answer:
    source = cited.source
    return {
        "number": cited.number,
        "type": source.kind,
        "name": source.name,
        "publisher": source.publisher,
        "speaker": source.speaker,
        "date": source.date,
        "url": source.url,
        "state": source.state,
        "state_since": source.state_since,
        "copy_url": absolute(cited.copy_url) if cited.copy_url else "",
        "quotes": [{"words": mark.quote, "place": mark.locator} for mark in cited.leaning],
    }


def claim_answer(shown: ShownClaim) -> Answer:
    return {
        "id": shown.claim.pk,
        "text": shown.words.text,
        "language": shown.words.locale.language_code,
        "speaker": shown.words.speaker,
        "said_on": shown.claim.said_on,
        "source": source_url(shown.source),
        "history": [
            {
                "status": step.status,
                "date": step.date,
                "note": step.note.text if step.note else "",
                "source": source_url(step.source),
            }
            for step in shown.steps
        ],
    }


def source_url(shown: ShownSource | None) -> str:
    return shown.source.url if shown else ""


def source_answer(block: Any) -> Answer | None:
    value = block.value
    match block.block_type:
        case "statement":
            return source("statement", value, words="quote", by="speaker")
        case "video":
            return source("video", value)
        case "social":
            return source("social", value, words="text", by="author")
    return None


def source(kind: str, value: Any, *, words: str = "", by: str = "") -> Answer:
    return {
        "type": kind,
        "words": str(value.get(words) or "") if words else "",
        "by": str(value.get(by) or "") if by else "",
        "url": str(value.get("url") or ""),
        "date": value.get("date"),
    }
