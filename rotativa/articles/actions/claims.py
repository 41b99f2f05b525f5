"""Claims: their words, and the log of how they stand."""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale

from rotativa.articles.claim_keys import announce_claim
from rotativa.articles.models import Claim, ClaimNote, ClaimStatus, ClaimWords
from rotativa.articles.models.claim import Status
from rotativa.evidence.models import Source
from rotativa.people.models import User

Words = Mapping[str, tuple[str, str]]
"""By language: what is claimed, and who says it."""


@transaction.atomic
def save_claim(claim: Claim, words: Words, *, by: User | None, at: datetime) -> Claim:
    """Store a claim with its words; words left empty are taken out. A new one is reported."""
    is_new = claim.pk is None
    claim.save()
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    for language, (text, speaker) in words.items():
        if language not in locales:
            continue
        if text:
            ClaimWords.objects.update_or_create(
                claim=claim,
                locale=locales[language],
                defaults={"text": text, "speaker": speaker},
            )
        else:
            ClaimWords.objects.filter(claim=claim, locale=locales[language]).delete()
    if is_new:
        log(claim, Status.REPORTED, on=claim.said_on or at.date(), source=claim.first_source, by=by,
            at=at, notes={})  # fmt: skip
    announce_claim(claim)
    return claim


@transaction.atomic
def change_claim(
    claim: Claim,
    status: str,
    *,
    on: date,
    source: Source | None,
    by: User | None,
    at: datetime,
    notes: Mapping[str, str],
) -> ClaimStatus:
    """From a day on a claim stands otherwise: whose word that is, and why, by language."""
    change = log(claim, status, on=on, source=source, by=by, at=at, notes=notes)
    announce_claim(claim)
    return change


def log(
    claim: Claim,
    status: str,
    *,
    on: date,
    source: Source | None,
    by: User | None,
    at: datetime,
    notes: Mapping[str, str],
) -> ClaimStatus:
    change = ClaimStatus.objects.create(
        claim=claim, status=status, date=on, source=source, by=by, at=at
    )
    locales = Locale.objects.filter(language_code__in=dict(settings.LANGUAGES))
    for locale in locales:
        if text := notes.get(locale.language_code, "").strip():
            ClaimNote.objects.create(status=change, locale=locale, text=text)
    created: ClaimStatus = change
    return created
