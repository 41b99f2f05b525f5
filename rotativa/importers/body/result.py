"""What a conversion gives back."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from rotativa.importers.records import Block, Cited, Notice

Action: TypeAlias = Literal["skipped", "altered", "kept"]


@dataclass(frozen=True, slots=True)
class Body:
    blocks: list[Block]
    notices: tuple[Notice, ...] = ()
    sources: tuple[Cited, ...] = ()
    """What became of footnotes that lead somewhere, where such were wanted."""


class Report:
    """What a conversion could not take as it was, each kind once with its number."""

    def __init__(self) -> None:
        self._counts: Counter[Notice] = Counter()

    def add(self, action: Action, what: str, why: str) -> None:
        self._counts[Notice(action, what, why)] += 1

    def notices(self) -> tuple[Notice, ...]:
        return tuple(replace(notice, count=count) for notice, count in self._counts.items())
