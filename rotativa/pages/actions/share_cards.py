"""Ask for share cards, draw them, and find those whose drawing was lost."""

import hashlib
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from rotativa.pages import keys, languages
from rotativa.pages.models import Paper, ShareCard
from rotativa.pages.models.share_card import MOST_ATTEMPTS, TIME_TO_BEGIN
from rotativa.pages.share import DRAWER_VERSION, CannotDraw, Words, drawn

logger = logging.getLogger(__name__)

AT_A_TIME = 100
"""Cards that the clock has drawn in a minute: some ten seconds of a worker."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the card of a page is to say."""

    page_id: int
    language: str
    headline: str
    kicker: str = ""
    is_opinion: bool = False


def request_share_cards(wanted: Sequence[Asked], *, at: datetime) -> list[int]:
    """Have the cards of pages say this; return those to be drawn for it.

    Cheap to call again: a card that says so already costs nothing.
    """
    known = ShareCard.objects.in_bulk([each.page_id for each in wanted], field_name="page_id")
    new, changed = [], []
    for each in {
        each.page_id: each for each in wanted
    }.values():  # PostgreSQL stores a row once at a time
        card = known.get(each.page_id)
        if card is None:
            new.append(card_for(each, at=at))
        elif says(card) != each:
            changed.append(changed_card(card, each, at=at))
    # One that somebody else has stored meanwhile stays as it is; and each tells its key.
    ShareCard.objects.bulk_create(
        new, update_conflicts=True, unique_fields=["page"], update_fields=["page"]
    )
    fields = ["language", "headline", "kicker", "is_opinion"]
    for card in changed:
        card.save(update_fields=[*fields, "asked", "attempts", "wake_at", "last_error"])
    return [card.pk for card in [*changed, *new]]


def says(card: ShareCard) -> Asked:
    return Asked(card.page_id or 0, card.language, card.headline, card.kicker, card.is_opinion)


def card_for(asked: Asked, *, at: datetime) -> ShareCard:
    return ShareCard(
        page_id=asked.page_id,
        language=asked.language,
        headline=asked.headline,
        kicker=asked.kicker,
        is_opinion=asked.is_opinion,
        wake_at=at + TIME_TO_BEGIN,
    )


def changed_card(card: ShareCard, asked: Asked, *, at: datetime) -> ShareCard:
    card.language, card.headline = asked.language, asked.headline
    card.kicker, card.is_opinion = asked.kicker, asked.is_opinion
    card.asked, card.attempts, card.last_error = card.asked + 1, 0, ""
    card.wake_at = at + TIME_TO_BEGIN
    return card


def request_card_of_paper(paper: Paper, *, is_renamed: bool, at: datetime) -> ShareCard:
    """The card of pages that have none of their own; all others in its language name the paper."""
    language = paper.locale.language_code
    headline, kicker = (paper.tagline, "") if paper.tagline else (paper.name, "")
    says = {"language": language, "headline": headline[:255], "kicker": kicker}
    is_same = ShareCard.objects.filter(paper=paper, **says).exists()
    own, _created = ShareCard.objects.update_or_create(paper=paper, defaults=says)
    if is_renamed:
        ask_again(ShareCard.objects.filter(language=language), at=at)
    elif not is_same:
        ask_again(ShareCard.objects.filter(pk=own.pk), at=at)
    own.refresh_from_db()
    return own


def ask_again(cards: QuerySet[ShareCard], *, at: datetime) -> int:
    """Have cards drawn anew, some each minute: what they are made of has changed."""
    return cards.update(asked=F("asked") + 1, attempts=0, wake_at=at, last_error="")


def find_lost_share_cards(*, at: datetime) -> list[int]:
    """Those that no task will come for, as far as one can tell: to be drawn now."""
    due = list(ShareCard.objects.due(at, drawer=drawer()).values_list("pk", flat=True)[:AT_A_TIME])
    ShareCard.objects.filter(pk__in=due).update(wake_at=at + TIME_TO_BEGIN)
    return due


def draw_share_cards(card_ids: Iterable[int], *, at: datetime) -> list[ShareCard]:
    """Draw cards that still wait for it; return those that are another picture now."""
    waiting = ShareCard.objects.filter(pk__in=list(card_ids), wake_at__isnull=False)
    return [card for card in waiting.order_by("pk") if draw_share_card(card, at=at)]


def draw_share_card(card: ShareCard, *, at: datetime) -> bool:
    """Draw one, unless another is at it; say whether it is another picture now. Never raises."""
    if not ShareCard.objects.claim(card, at=at):
        return False
    card.attempts += 1
    try:
        name = kept(card, drawn(words_of(card)))
    except (CannotDraw, OSError, ValueError) as error:
        note_failure(card, error)
        return False
    return note_card(card, name)


def words_of(card: ShareCard) -> Words:
    paper = Paper.objects.in_language(card.language)
    return Words(
        headline=card.headline,
        kicker=card.kicker,
        paper=paper.name if paper else settings.WAGTAIL_SITE_NAME,
        host=host(),
        language=card.language,
        direction=languages.direction(card.language),
        is_opinion=card.is_opinion,
    )


def host() -> str:
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc.removeprefix("www.")


def drawer() -> str:
    """Another one has all cards drawn anew: it goes by what is not in their rows."""
    return f"{DRAWER_VERSION} {host()}"[:300]


def kept(card: ShareCard, picture: bytes) -> str:
    """Store a picture under a name that its content gives, so it may be cached for ever."""
    digest = hashlib.sha256(picture).hexdigest()
    name = f"images/cards/{digest[:2]}/{card.pk}-{digest[:16]}.png"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(picture))
    return name


@transaction.atomic
def note_card(card: ShareCard, name: str) -> bool:
    """Unless something else was asked for meanwhile; pages that show it are printed anew."""
    is_new = name != card.file
    values = {"file": name, "earlier_file": card.file or card.earlier_file} if is_new else {}
    asked = ShareCard.objects.filter(pk=card.pk, asked=card.asked)
    if not asked.update(**values, wake_at=None, attempts=0, drawer=drawer(), last_error=""):
        return False
    if is_new:
        keys.announce(card.key)
        if card.file:
            forget_earlier(card, but=name)
    return is_new


def forget_earlier(card: ShareCard, *, but: str) -> None:
    outdated = card.earlier_file
    if outdated and outdated != but:
        transaction.on_commit(lambda: default_storage.delete(outdated))


@transaction.atomic
def note_failure(card: ShareCard, error: Exception) -> None:
    """What no face can draw stays so until the card says something else, or the faces change.

    A picture that says what the page no longer does is shown by no page from then on.
    """
    is_final = isinstance(error, CannotDraw) or card.attempts >= MOST_ATTEMPTS
    words = (
        _("No font has the letter %(letter)s.") % {"letter": error}
        if isinstance(error, CannotDraw)
        else str(error)
    )
    logger.warning("No share card of “%s”: %s", card.headline, words)
    values: dict[str, str | None] = {"wake_at": None, "drawer": drawer()} if is_final else {}
    if is_final and card.file:
        values |= {"file": "", "earlier_file": card.file}
    asked = ShareCard.objects.filter(pk=card.pk, asked=card.asked)
    if asked.update(last_error=words, **values) and "file" in values:
        keys.announce(card.key)
        forget_earlier(card, but=card.file)


def forget_files(card: ShareCard) -> None:
    """Of a card that is deleted."""
    for name in {card.file, card.earlier_file} - {""}:
        transaction.on_commit(lambda name=name: default_storage.delete(name))  # type: ignore[misc]  # bound at once
