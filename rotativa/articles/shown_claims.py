"""Claims as pages show them: in the words of a language, each with its history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rotativa.articles.citations import CitedSource
from rotativa.articles.models import Claim, ClaimNote, ClaimStatus, ClaimWords
from rotativa.evidence.models import Source


@dataclass(frozen=True, slots=True)
class ShownSource:
    source: Source
    cited: CitedSource | None
    """Where the source stands in the list of the page, if it does."""


@dataclass(frozen=True, slots=True)
class Step:
    """How the claim stood from a day on."""

    status: str
    label: str
    date: date
    note: ClaimNote | None
    source: ShownSource | None


@dataclass(frozen=True, slots=True)
class ShownClaim:
    claim: Claim
    words: ClaimWords
    source: ShownSource | None
    steps: list[Step]

    @property
    def now(self) -> Step | None:
        return self.steps[-1] if self.steps else None


def shown_claims(
    claims: Iterable[Claim], *, language: str, cited: Iterable[CitedSource] = ()
) -> list[ShownClaim]:
    """Of claims that were fetched `with_history`; asks the database for nothing."""
    here = {each.source.pk: each for each in cited}
    shown = []
    for claim in claims:
        words = claim.words_in(language)
        if words is not None:
            steps = [
                step_of(status, language=language, here=here) for status in claim.statuses.all()
            ]
            source = with_place(claim.first_source, here)
            shown.append(ShownClaim(claim, words, source, steps))
    return shown


def step_of(status: ClaimStatus, *, language: str, here: Mapping[int, CitedSource]) -> Step:
    return Step(
        status=status.status,
        label=str(status),
        date=status.date,
        note=status.note_in(language),
        source=with_place(status.source, here),
    )


def with_place(source: Source | None, here: Mapping[int, CitedSource]) -> ShownSource | None:
    return ShownSource(source, here.get(source.pk)) if source else None
