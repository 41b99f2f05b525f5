"""What a finished copy says of itself: `record.json` in its folder."""

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from rotativa.evidence.capture.doubts import Doubt, How, Reason

WACZ, VIEW, PICTURE, TEXT, RECORD = (
    "capture.wacz",
    "view.html",
    "page.webp",
    "text.txt",
    "record.json",
)


@dataclass(frozen=True)
class Taken:
    """A copy as it lies in its folder; what could not be made has no file there."""

    url: str
    """What was asked for."""
    final_url: str
    """Where the page was."""
    taken_at: datetime
    how: How
    agent: str
    status: int
    title: str
    author: str
    published: str
    """A day, as 2026-10-03; empty where the page names none."""
    site_name: str
    language: str
    sha256: str
    """Of `capture.wacz`."""
    size: int
    exchanges: int
    address: str
    """That the page was read from."""
    certificates: int
    """How many the site has proved itself with; the WACZ's provenance has them."""
    doubts: tuple[Doubt, ...]
    cut: tuple[tuple[str, str], ...]
    """Addresses of what is not whole, and why."""
    refused: tuple[tuple[str, str], ...]
    """Hosts that the guard did not let the page reach, and why."""
    seconds: float
    files: tuple[str, ...]


def write_record(folder: Path, taken: Taken) -> None:
    told = asdict(taken) | {"taken_at": taken.taken_at.isoformat()}
    (folder / RECORD).write_text(json.dumps(told, indent=1, ensure_ascii=False))


def read_record(folder: Path) -> Taken:
    told: dict[str, Any] = json.loads((folder / RECORD).read_text())
    told["taken_at"] = datetime.fromisoformat(told["taken_at"])
    told["doubts"] = tuple(Doubt(Reason(each["reason"]), each["detail"]) for each in told["doubts"])
    for name in ("cut", "refused"):
        told[name] = tuple((str(one), str(two)) for one, two in told[name])
    told["files"] = tuple(told["files"])
    return Taken(**{each.name: told[each.name] for each in fields(Taken)})
