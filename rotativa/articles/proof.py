"""What an article leans on without a good copy: whoever publishes it is asked about that.

The gate stands at the desk, before whatever a person publishes: from the form, in bulk, in all
languages at once, by the last approval, now or for a later moment. What was decided for a later
moment is published then: nobody would be there to be asked, and a copy that failed meanwhile is
shown beside the article. Imports bring in what was published long ago, and are not asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from rotativa.articles.citations import marks_in
from rotativa.articles.models import Article, Waiver
from rotativa.articles.models.waiver import Waived
from rotativa.evidence.models import Capture, Source
from rotativa.evidence.models.capture import Status


@dataclass(frozen=True, slots=True)
class Unproven:
    """A source without a good copy, and how its latest one stands."""

    source: Source
    capture: Capture | None

    @property
    def is_doubtful(self) -> bool:
        return self.capture is not None and self.capture.status == Status.DOUBTFUL

    @property
    def state(self) -> str:
        """In words for an editor."""
        if self.capture is None:
            return _("There is no copy.")
        words = str(self.capture.get_status_display())
        why = [each.words for each in self.capture.reasons] or [self.capture.why]
        return f"{words}. {' '.join(why)}".strip()

    def as_waived(self) -> Waived:
        source = self.source
        return Waived(source=source.pk, name=source.name, url=source.url, state=self.state)


def unproven_sources(article: Article) -> list[Unproven]:
    """Those of its text that nobody has answered for yet; none where the gate is off.

    One query where each has a good copy, three at most, however many sources there are.
    """
    ids = {mark.source_id for mark in marks_in(article.body)} if article.body else set()
    if not ids or settings.EVIDENCE.gate == "off":
        return []
    lacking = list(without_good_copy(ids))
    answered = answered_for(article) if lacking else set()
    sources = [source for source in lacking if source.pk not in answered]
    captures = Capture.objects.filter(source__in=sources).order_by("asked_at", "pk")
    latest = {capture.source_id: capture for capture in captures} if sources else {}
    return [Unproven(source, latest.get(source.pk)) for source in sources]


def answered_for(article: Article) -> set[int]:
    rows = Waiver.objects.filter(article=article.pk).values_list("sources", flat=True)
    return {waived["source"] for sources in rows for waived in sources}


def without_good_copy(source_ids: Iterable[int]) -> QuerySet[Source]:
    """Of sources that have an address, the good copies only: doubtful ones wait for a person."""
    good = Capture.objects.relied_on().filter(source=OuterRef("pk"))
    return Source.objects.filter(~Exists(good), pk__in=source_ids).exclude(url="").order_by("pk")
