"""The share cards of articles: what they say, and who still lacks one."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from rotativa.articles.models import Article, Section
from rotativa.pages.actions import ask_again, request_share_cards
from rotativa.pages.actions.share_cards import AT_A_TIME, Asked
from rotativa.pages.models import ShareCard


def request_cards_of_articles(articles: Iterable[Article], *, at: datetime) -> list[int]:
    """Ask for the cards of published articles; return those to be drawn."""
    articles = [article for article in articles if article.live]
    named = sections_as_named(articles)
    wanted = [asked_for(article, named.get(article.pk)) for article in articles]
    return request_share_cards(wanted, at=at) if wanted else []


def asked_for(article: Article, section: Section | None) -> Asked:
    return Asked(
        page_id=article.pk,
        language=article.language,
        headline=article.title,
        kicker=section.name if section else "",
        is_opinion=section.is_voice if section else False,
    )


def sections_as_named(articles: Sequence[Article]) -> dict[int, Section]:
    """The section of each article as its language calls it: one query a language at most."""
    found: dict[int, Section] = {}
    for locale in {article.locale for article in articles}:
        ours = [each for each in articles if each.section and each.locale_id == locale.pk]
        sections = [each.section for each in ours if each.section]
        named = Section.objects.in_language_of(sections, locale=locale)
        found.update(zip((each.pk for each in ours), named, strict=True))
    return found


def find_articles_without_cards(*, at: datetime) -> list[int]:
    """Those of an import, and of the time before there were cards: some each minute, latest first."""
    lacking = Article.objects.published().filter(share_card=None).latest_first()
    articles = lacking.select_related("locale", "section").defer_streamfields()[:AT_A_TIME]
    return request_cards_of_articles(articles, at=at)


def rename_section_on_cards(section: Section, *, at: datetime) -> int:
    """Have the cards of a section's articles say its name as it is now; the clock has them drawn."""
    others = Section.objects.filter(translation_key=section.translation_key).exclude(pk=section.pk)
    shown_here = Q(locale=section.locale_id) | (
        Q(section=section) & ~Q(locale__in=others.values("locale"))
    )
    articles = Article.objects.filter(shown_here, section__translation_key=section.translation_key)
    cards = ShareCard.objects.filter(page__in=articles.values("pk")).exclude(
        kicker=section.name, is_opinion=section.is_voice
    )
    ask_again(cards, at=at)
    return cards.update(kicker=section.name, is_opinion=section.is_voice)
