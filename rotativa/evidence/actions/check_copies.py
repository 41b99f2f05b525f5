"""Whether the files of copies are what was put there, and asking for another copy where they are not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rotativa.evidence.actions.request_captures import ask_for
from rotativa.evidence.capture.record import WACZ
from rotativa.evidence.capture.wacz.zipping import sha256_of
from rotativa.evidence.models import Capture
from rotativa.evidence.models.capture import LYING, Visibility

Fault = Literal["", "missing", "damaged"]


@dataclass(frozen=True)
class Checked:
    capture: Capture
    fault: Fault


def checked_copies() -> Iterator[Checked]:
    """Each file is read, one after the other. Those hidden from readers may be gone for good."""
    shown = Capture.objects.filter(status__in=LYING, visibility=Visibility.PUBLIC)
    for capture in shown.select_related("source").order_by("pk").iterator(1000):
        yield Checked(capture, fault_of(capture))


def fault_of(capture: Capture) -> Fault:
    """By its hash: whatever has that is what was verified when it was packed."""
    try:
        is_there = all(map(capture.has, (WACZ, *capture.record.files)))
    except FileNotFoundError:
        return "missing"
    except (ValueError, KeyError, TypeError):
        return "damaged"
    if not is_there:
        return "missing"
    with capture.wacz.open("rb") as file:
        return "" if sha256_of(file) == f"sha256:{capture.sha256}" else "damaged"


def replace_copies(source_ids: Iterable[int], *, at: datetime) -> list[Capture]:
    """Take another of each source; the faulty one stays as it is, for a backup to bring it back."""
    return ask_for(source_ids, by=None, at=at)
