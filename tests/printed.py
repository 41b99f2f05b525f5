"""A whole paper on a shelf, printed by the real press once and laid there as it was from then on.

Even a paper without an article is a hundred pages, which take seconds to render and to compress.
"""

import shutil
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from rotativa.press.actions import begin_reprint, print_due, tend_reprints
from rotativa.press.models import Printing
from rotativa.press.targets.folder.target import FolderTarget
from tests.snapshot import Snapshot, laid


@dataclass
class PrintedPapers:
    """What was printed first, by the day, which pages tell, and by whether Wagtail's indexes were kept."""

    folder: Path
    rows: dict[tuple[date, bool], Snapshot] = field(default_factory=dict)

    def lay(self, shelf: FolderTarget, *, is_indexed: bool) -> None:
        """To be called before a test adds anything to its paper."""
        day = timezone.localdate()
        pages = self.folder / f"{day}-{is_indexed}"
        kept = self.rows.get((day, is_indexed))
        found = laid(kept, lambda: print_whole(shelf))
        if found is kept:
            shutil.copytree(pages, shelf.pages, symlinks=True)
            return
        shutil.rmtree(pages, ignore_errors=True)
        shutil.copytree(shelf.pages, pages, symlinks=True)
        self.rows[day, is_indexed] = found


def print_whole(shelf: FolderTarget) -> None:
    """With nothing left to do: setting up a paper has asked for a reprint, which this is.

    It was a while ago: what was printed within the second waits before it is printed again.
    """
    begin_reprint(at=timezone.now(), why="begin")
    print_due(to=shelf, now=lambda: timezone.now() + timedelta(seconds=3))
    tend_reprints(at=timezone.now())
    assert not Printing.objects.stale().exists()
    Printing.objects.update(printed_at=timezone.now() - timedelta(minutes=1))
