"""An article in schema.org's words: only what its page says itself."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from rotativa.articles.anatomy import Anatomy
from rotativa.articles.citations import CitedSource
from rotativa.articles.models import Article, Author, Correction
from rotativa.articles.shown_claims import ShownClaim
from rotativa.evidence.models import Source
from rotativa.pages.addresses import absolute, local_url
from rotativa.pages.frame import Frame
from rotativa.pages.structured import Node, breadcrumbs, publisher_of

MOST_CITATIONS = 100
MOST_CLAIMS = 100
TYPES: dict[str, str] = {
    Source.Kind.PAGE: "WebPage",
    Source.Kind.POST: "SocialMediaPosting",
    Source.Kind.VIDEO: "VideoObject",
    Source.Kind.DATA: "Dataset",
    Source.Kind.STATEMENT: "Quotation",
}


def nodes_of(
    article: Article, anatomy: Anatomy, frame: Frame, *, pictures: Sequence[str]
) -> tuple[Node, Node]:
    """The article, and the way to it."""
    return article_node(article, anatomy, frame, pictures=pictures), way_to(article, anatomy, frame)


def article_node(
    article: Article, anatomy: Anatomy, frame: Frame, *, pictures: Sequence[str]
) -> Node:
    published = moment(article.first_published_at)
    return {
        "@type": type_of(anatomy),
        "@id": f"{frame.canonical}#article",
        "url": frame.canonical,
        "mainEntityOfPage": {"@type": "WebPage", "@id": frame.canonical},
        "headline": article.title,
        "description": article.search_description or article.deck,
        "inLanguage": article.language,
        "datePublished": published,
        "dateModified": moment(anatomy.changed_at) or published,
        "author": [person(author) for author in anatomy.authors],
        "publisher": publisher_of(frame),
        "isAccessibleForFree": article.listed_in_id is not None,
        "articleSection": anatomy.section.name if anatomy.section else "",
        "keywords": [tag.name for tag in anatomy.tags],
        "image": [{"@type": "ImageObject", "url": url} for url in dict.fromkeys(pictures)],
        "citation": list(islice(citations(anatomy), MOST_CITATIONS)),
        "mentions": [claim(each, frame) for each in anatomy.claims[:MOST_CLAIMS]],
        "correction": [correction(each) for each in anatomy.corrections],
        **translations_of(article),
    }


def type_of(anatomy: Anatomy) -> str:
    is_opinion = bool(anatomy.section and anatomy.section.is_voice)
    return "OpinionNewsArticle" if is_opinion else "NewsArticle"


def moment(at: datetime | None) -> str:
    """In the time of the paper, to the second."""
    if at is None:
        return ""
    return timezone.localtime(at, timezone.get_default_timezone()).isoformat(timespec="seconds")


def person(author: Author) -> Node:
    return {
        "@type": "Person",
        "name": author.name,
        "url": absolute(author.get_absolute_url()),
        "jobTitle": author.role,
    }


def citations(anatomy: Anatomy) -> Iterator[Node]:
    """What the article leans on: its sources, words that somebody said, films and posts of others."""
    yield from (source(cited) for cited in anatomy.sources)
    for block in anatomy.body:
        if node := citation(block.block_type, block.value):
            yield node


def claim(shown: ShownClaim, frame: Frame) -> Node:
    """What is said, by whom, and whose word it stands on: no rating, which would be our judgement."""
    now = shown.now
    return {
        "@type": "Claim",
        "@id": f"{frame.canonical}#claim-{shown.claim.pk}",
        "text": shown.words.text,
        "creditText": shown.words.speaker,
        "inLanguage": shown.words.locale.language_code,
        "dateCreated": shown.claim.said_on.isoformat() if shown.claim.said_on else "",
        "creativeWorkStatus": now.status if now else "",
        "firstAppearance": work(shown.source.source) if shown.source else None,
        "citation": work(now.source.source) if now and now.source else None,
    }


def source(cited: CitedSource) -> Node:
    page = absolute(cited.copy_url) if cited.copy else ""
    url = absolute(cited.url) if cited.url else ""
    return {**work(cited.source), "url": url, "archivedAt": page}


def work(source: Source) -> Node:
    return {
        "@type": TYPES.get(source.kind, "CreativeWork"),
        "name": source.name,
        "url": "" if source.is_usurped else source.url,
        "creditText": source.publisher or source.speaker,
        "datePublished": source.date.isoformat() if source.date else "",
        "inLanguage": source.language,
    }


def correction(correction: Correction) -> Node:
    return {
        "@type": "CorrectionComment",
        "text": correction.text,
        "datePublished": moment(correction.at),
    }


def citation(kind: str, value: Any) -> Node | None:
    match kind:
        case "statement":
            day = value.get("date")
            return {
                "@type": "Quotation",
                "text": value["quote"],
                "creditText": value["speaker"],
                "url": value.get("url") or "",
                "dateCreated": day.isoformat() if day else "",
            }
        case "video":
            return {"@type": "CreativeWork", "url": value["url"]}
        case "social":
            return {"@type": "SocialMediaPosting", "url": value["url"]}
    return None


def translations_of(article: Article) -> Node:
    """The work that it translates, or the works that translate it, where readers can open them."""
    others = article.live_translations()
    if not others:
        return {}
    state = getattr(article, "translation_state", None)
    if state is None:
        return {"workTranslation": [reference(each) for each in others]}
    found = [reference(each) for each in others if each.pk == state.original_id]
    return {"translationOfWork": found[0] if found else None}


def reference(page: Page) -> Node:
    url = absolute(local_url(page))
    return {
        "@type": "NewsArticle",
        "@id": f"{url}#article",
        "url": url,
        "headline": page.title,
        "inLanguage": page.locale.language_code,
    }


def way_to(article: Article, anatomy: Anatomy, frame: Frame) -> Node:
    section = [anatomy.section] if anatomy.section else []
    steps = [(each.name, each.get_absolute_url()) for each in section]
    return breadcrumbs(frame, [*steps, (article.title, frame.canonical)])
