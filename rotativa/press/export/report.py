"""What an export did, and what it could not."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Broken:
    page: str
    target: str
    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    path: str
    why: str


@dataclass
class Report:
    pages: int = 0
    redirects: int = 0
    assets: int = 0
    """Style sheets, scripts, fonts, pictures and files that pages point to."""
    changed: int = 0
    """Files that are new or differ from those of the export before."""
    removed: int = 0
    broken: list[Broken] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    """Pages that no file can stand for."""
    gone: list[str] = field(default_factory=list)
    """Withdrawn pages: a host of files answers 404 there, and cannot say 410."""
    needs_application: dict[str, int] = field(default_factory=dict)
    """Addresses that only the application answers, by how many pages point there."""
    lost_headers: dict[str, list[str]] = field(default_factory=dict)
    """Headers of pages that `_headers` does not tell the host of."""
    odd_types: dict[str, str] = field(default_factory=dict)
    """Pages whose type a host does not tell from their file."""

    @property
    def has_faults(self) -> bool:
        return bool(self.broken or self.refused)
