"""Ask for cards of other sites' films and posts, and fetch them.

A reader's browser asks nothing of another site before the reader does, so what a card shows is
fetched here, once, when an editor saves the page. Whatever goes wrong, the page has a plain link.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from django.utils.translation import gettext as _

from rotativa.lib import http
from rotativa.lib.http import FetchError, Limits, Response
from rotativa.pages.actions.posters import NoPicture, PictureDoor, store_poster
from rotativa.pages.models import EmbedCard
from rotativa.pages.models.embed_card import MAX_URL
from rotativa.pages.oembed.answer import MAX_TEXT, Answer, NoCard, read_answer, words
from rotativa.pages.oembed.discovery import discover
from rotativa.pages.oembed.providers import closed_site_of, provider_of, site_of

logger = logging.getLogger(__name__)

PAGE_TYPES = ("text/html", "application/xhtml+xml")
PAGE_BYTES = 512 * 2**10
# Some sites name their JSON as text or script.
ANSWER_TYPES = (
    "application/json",
    "application/json+oembed",
    "text/json",
    "text/javascript",
    "application/javascript",
    "text/plain",
    "text/html",
)
ANSWER_LIMITS = Limits(max_bytes=512 * 2**10, total_seconds=15)
ANOTHER_CHANCE = timedelta(days=1)
AT_A_TIME = 200  # addresses in one query

COPIED = (
    "title",
    "author_name",
    "author_url",
    "provider_name",
    "text",
    "text_language",
    "width",
    "height",
    "duration",
)


class Door(PictureDoor, Protocol):
    """The part of `lib.http` that is used here; tests pass recorded answers."""

    def fetch(self, url: str, *, accept: tuple[str, ...], limits: Limits) -> Response: ...

    def fetch_beginning(self, url: str, *, size: int, accept: tuple[str, ...]) -> Response: ...


def request_cards(urls: Iterable[str], *, at: datetime) -> list[EmbedCard]:
    """Give each address its card, and return those that are to be fetched now.

    A card that has failed for good gets another chance when its page is saved a day later.
    """
    wanted = [url for url in dict.fromkeys(urls) if _can_have_card(url)]
    parts = [wanted[start : start + AT_A_TIME] for start in range(0, len(wanted), AT_A_TIME)]
    return [card for part in parts for card in _request(part, at=at)]


def _request(wanted: list[str], *, at: datetime) -> list[EmbedCard]:
    known = set(EmbedCard.objects.filter(url__in=wanted).values_list("url", flat=True))
    EmbedCard.objects.bulk_create(
        [
            EmbedCard(url=url, requested_at=at, next_attempt_at=at)
            for url in wanted
            if url not in known
        ],
        ignore_conflicts=True,
    )
    EmbedCard.objects.filter(
        url__in=known,
        state=EmbedCard.State.FAILED,
        next_attempt_at=None,
        requested_at__lte=at - ANOTHER_CHANCE,
    ).update(attempts=0, requested_at=at, next_attempt_at=at)
    return list(EmbedCard.objects.filter(url__in=wanted).due(at))


def _can_have_card(url: str) -> bool:
    return (
        url.startswith(("https://", "http://"))
        and url.isprintable()
        and len(url.encode()) <= MAX_URL
    )


def fetch_card(card: EmbedCard, *, at: datetime, door: Door = http) -> EmbedCard:
    """Fill the card with what its site says, unless another worker is at it. Never raises for that.

    What cannot be had now is tried again after growing pauses (`PAUSES`); what the site refuses is
    not. Three requests at most, a minute in all.
    """
    if not EmbedCard.objects.claim(card, at=at):
        return card
    card.refresh_from_db()
    try:
        found = _ask(card.url, door=door)
    except (FetchError, NoCard) as error:
        return _note_failure(card, error)
    return _fill(card, found, at=at, door=door)


@dataclass(frozen=True)
class Found:
    answer: Answer
    kind: str


def _ask(url: str, *, door: Door) -> Found:
    if name := closed_site_of(url):
        raise NoCard(
            _("%(name)s shows its posts only to those who register with it.") % {"name": name}
        )
    provider = provider_of(url)
    if provider is not None:
        return Found(_answer(provider.question(url), door=door), provider.kind)
    page = door.fetch_beginning(url, size=PAGE_BYTES, accept=PAGE_TYPES)
    discovery = discover(page.text, base=page.url)
    if discovery.endpoint is None:
        raise NoCard(_("%(site)s offers no card for this address.") % {"site": site_of(url)})
    answer = _answer(discovery.endpoint, door=door)
    return _described(answer, discovery.description)


def _answer(question: str, *, door: Door) -> Answer:
    return read_answer(door.fetch(question, accept=ANSWER_TYPES, limits=ANSWER_LIMITS).body)


def _described(answer: Answer, description: str) -> Found:
    """Tell what kind of thing a site that is in no list has; its page may hold the post's words."""
    if answer.kind == "video":
        return Found(answer, EmbedCard.Kind.VIDEO)
    if answer.kind != "rich":
        return Found(answer, EmbedCard.Kind.OTHER)
    text = answer.text or words(description, MAX_TEXT)
    return Found(replace(answer, text=text), EmbedCard.Kind.SOCIAL)


def _note_failure(card: EmbedCard, error: FetchError | NoCard) -> EmbedCard:
    card.state = EmbedCard.State.FAILED
    card.last_error = str(error)
    if not getattr(error, "may_pass", False):
        card.next_attempt_at = None
    card.save(update_fields=["state", "last_error", "next_attempt_at"])
    logger.info("No card for %s: %s", card.url, error)
    return card


def _fill(card: EmbedCard, found: Found, *, at: datetime, door: Door) -> EmbedCard:
    answer = found.answer
    card.last_error = ""
    if answer.thumbnail_url and card.thumbnail is None:
        try:
            card.thumbnail = store_poster(
                answer.thumbnail_url,
                title=answer.title,
                credit=answer.author_name,
                at=at,
                door=door,
            )
        except (FetchError, NoPicture) as error:
            card.last_error = _("Without its picture: %(error)s") % {"error": error}
    for field in COPIED:
        setattr(card, field, getattr(answer, field))
    card.kind = found.kind
    card.state = EmbedCard.State.READY
    card.fetched_at = at
    card.next_attempt_at = None
    card.save()
    return card
