"""What a source said otherwise than one of its copies, at the latest look that found that."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from rotativa.evidence.models.capture import Capture
from rotativa.evidence.models.source import Source
from rotativa.lib.differences import Piece

if TYPE_CHECKING:
    from rotativa.evidence.checks.differences import Changes


class DifferenceQuerySet(models.QuerySet["Difference"]):
    def note(
        self, source: Source, changes: "Changes | None", *, capture: Capture, at: datetime
    ) -> None:
        """After a look that compared with a copy; what was seen beside an older one stays."""
        if changes is None:
            self.filter(source=source, capture=capture).delete()
            return
        self.update_or_create(
            source=source,
            defaults={
                "capture": capture,
                "seen_at": at,
                "passages": [stored(each) for each in changes.passages],
                "removed": changes.removed,
                "added": changes.added,
                "is_cut": changes.is_cut,
                "whole": stored(changes.whole),
                "whole_is_cut": changes.whole_is_cut,
            },
        )


def stored(pieces: Iterable[Piece]) -> list[list[str]]:
    return [[piece.kind, piece.text] for piece in pieces]


class Difference(models.Model):
    """One row a source, made anew with each look: the looks themselves are told in `Check`."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="difference")
    capture = models.ForeignKey(Capture, on_delete=models.CASCADE, related_name="+")
    """What it was compared with; readers see none of its words once it is hidden."""
    seen_at = models.DateTimeField()
    passages = models.JSONField(default=list)
    """Each a list of pieces, as `[kind, text]`."""
    removed = models.PositiveIntegerField()
    added = models.PositiveIntegerField()
    is_cut = models.BooleanField(default=False)
    whole = models.JSONField(default=list)
    """Both texts as one, in pieces; empty where it was seen before this was kept."""
    whole_is_cut = models.BooleanField(default=False)

    objects = DifferenceQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("difference")
        verbose_name_plural = _("differences")

    def __str__(self) -> str:
        return f"{self.source} {self.seen_at:%Y-%m-%d}"

    @property
    def is_shown(self) -> bool:
        return self.capture.is_shown
