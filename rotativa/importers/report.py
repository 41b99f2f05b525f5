"""What an import did, for people and for machines."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rotativa.importers.records import Notice


@dataclass(slots=True)
class Report:
    """Counts by kind and outcome, and every notice. Each item of the source is in the counts once."""

    stored: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    notices: list[Notice] = field(default_factory=list)
    linked_translations: int = 0
    redirects: int = 0
    comments_kept: int = 0
    is_dry_run: bool = False

    def note(self, *notices: Notice) -> None:
        self.notices.extend(notices)

    def refuse(self, kind: str, notice: Notice) -> None:
        self.refused[kind] += 1
        self.notices.append(notice)

    @property
    def has_refusals(self) -> bool:
        return bool(self.refused) or any(notice.action == "skipped" for notice in self.notices)

    def as_json(self) -> str:
        return json.dumps(
            {
                "dry_run": self.is_dry_run,
                "stored": dict(self.stored),
                "unchanged": dict(self.unchanged),
                "refused": dict(self.refused),
                "linked_translations": self.linked_translations,
                "redirects": self.redirects,
                "comments_kept": self.comments_kept,
                "notices": [asdict(notice) for notice in self.notices],
            },
            ensure_ascii=False,
            indent=1,
        )

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.as_json(), encoding="utf-8")
