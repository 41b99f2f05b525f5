"""What an examination of the doctor finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    part: str
    is_fine: bool
    what: str
    advice: str = ""
