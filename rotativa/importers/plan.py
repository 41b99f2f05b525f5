"""How to import: what the operator chose."""

from dataclasses import dataclass
from pathlib import Path

from rotativa.lib.http import PUBLIC, Reach


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    languages: tuple[str, ...]
    """Languages of the paper, the main one first."""
    language: str
    """Of what does not say its own."""
    media_folder: Path | None = None
    fetches_media: bool = True
    is_dry_run: bool = False
    reach: Reach = PUBLIC
