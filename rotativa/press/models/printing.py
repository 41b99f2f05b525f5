"""What is printed where, of what it is made, and how fresh it is."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self
from urllib.parse import unquote

from django.db import models
from django.db.models import Case, Count, F, Max, Min, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from rotativa.pages.addresses import local_url
from rotativa.pages.keys import Address, Kind
from rotativa.press.models.keys import KeyChange, PrintingKey

SHORTEST_PAUSE = timedelta(seconds=1)
"""Between two prints of one page, however often it changes."""
LEASE = timedelta(minutes=2)
"""After which a page that somebody took to print is given to another."""
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 300, 3600))
"""How long after each failed attempt the next is made; the last one again and again."""
BACKGROUND = 10
"""What is added to the rank of a page that can wait for the news."""

NO_ROOM = "There is no room:"
"""How the last error of a page begins that rendered, and found no room on the target."""
LATE = timedelta(minutes=10)
"""After which a page that nobody prints tells that nobody prints at all."""


@dataclass(frozen=True, slots=True)
class Overview:
    """How printing goes, in figures."""

    fresh: int
    stale: int
    failing: int
    printed_at: datetime | None
    """When any page was printed last."""
    waits_since: datetime | None
    """When the first of the pages that wait should have been printed."""
    no_room: str
    """Why the target takes no more; empty while it does."""

    def stands_still(self, at: datetime) -> bool:
        """Whether pages wait for long, and nothing was printed for as long."""
        return (
            self.waits_since is not None
            and self.waits_since < at - LATE
            and (self.printed_at is None or self.printed_at < at - LATE)
        )


class PrintingQuerySet(models.QuerySet["Printing"]):
    def stale(self) -> Self:
        return self.exclude(state=Printing.State.FRESH)

    def failing(self) -> Self:
        return self.filter(state=Printing.State.FAILING)

    def failing_at(self, page: Page) -> "Printing | None":
        """What fails at the address at which readers have a page, whatever its draft says."""
        published = Page.objects.filter(pk=page.pk).live().specific().first()
        if published is None:
            return None
        return self.failing().filter(path=unquote(local_url(published))).first()

    def without_room(self) -> Self:
        return self.failing().filter(last_error__startswith=NO_ROOM)

    def troubles_first(self) -> Self:
        troubles = [Printing.State.FAILING, Printing.State.PRINTING, Printing.State.STALE]
        place = Case(
            *(When(state=state, then=Value(place)) for place, state in enumerate(troubles)),
            default=Value(len(troubles)),
        )
        return self.order_by(place, "rank", "path")

    def overview(self) -> Overview:
        fresh, failing = Q(state=Printing.State.FRESH), Q(state=Printing.State.FAILING)
        waiting = Q(state__in=(Printing.State.STALE, Printing.State.PRINTING))
        full = self.without_room().order_by("-due_at").values_list("last_error", flat=True)
        return Overview(
            **self.aggregate(
                fresh=Count("pk", filter=fresh),
                stale=Count("pk", filter=waiting),
                failing=Count("pk", filter=failing),
                printed_at=Max("printed_at"),
                waits_since=Min("due_at", filter=waiting),
            ),
            no_room=(full.first() or "").removeprefix(NO_ROOM).strip(),
        )

    def in_background(self) -> Self:
        """What waits for the news; a page that failed has had its turn, and is tried by itself."""
        waiting = (Printing.State.STALE, Printing.State.PRINTING)
        return self.filter(state__in=waiting, rank__gte=BACKGROUND)

    def made_of(self, keys: Iterable[str]) -> Self:
        held = PrintingKey.objects.filter(key__in=keys)
        return self.filter(pk__in=held.values("printing"))

    def due(self, at: datetime) -> Self:
        """What is to be printed now, in no order."""
        waiting = Q(state__in=(Printing.State.STALE, Printing.State.FAILING), due_at__lte=at)
        left = Q(state=Printing.State.PRINTING, leased_until__lte=at)
        return self.filter(waiting | left)

    def first_due(self, at: datetime, *, most: int) -> list[int]:
        """Keys of what to print first: the news, then in the order in which readers want it.

        Each state is asked for by itself: its rows lie in the index in this order, those of several
        would have to be sorted, however many wait.
        """
        waiting = [
            self.filter(state=state, due_at__lte=at)
            for state in (Printing.State.STALE, Printing.State.FAILING)
        ]
        left = self.filter(state=Printing.State.PRINTING, leased_until__lte=at)
        rows = [
            row
            for part in (*waiting, left)
            for row in part.in_turn().values_list("rank", "due_at", "pk")[:most]
        ]
        return [pk for _rank, _due_at, pk in sorted(rows)[:most]]

    def in_turn(self) -> Self:
        return self.order_by("rank", "due_at", "pk")

    def mark_stale(self, *, at: datetime, why: str, in_background: bool = False) -> int:
        """Say that these pages say something else by now; return how many were not known to.

        A page that is being printed at this moment is printed once more.
        """
        later = BACKGROUND if in_background else 0
        recently = When(printed_at__gt=at - SHORTEST_PAUSE, then=F("printed_at") + SHORTEST_PAUSE)
        being_printed = When(state=Printing.State.PRINTING, then=Value(at + SHORTEST_PAUSE))
        waiting = Q(state=Printing.State.STALE) & (
            Q(rank__lt=BACKGROUND) if not in_background else Q()
        )
        return self.exclude(waiting).update(
            state=Printing.State.STALE,
            stale_at=at,
            due_at=Case(being_printed, recently, default=Value(at)),
            rank=F("kind") + later,
            why=why[:200],
        )

    def claim(self, *, at: datetime, most: int = 1) -> list["Printing"]:
        """Take the first pages that are due, so that nobody else prints them meanwhile."""
        first = self.first_due(at, most=most)
        return Printing.objects.filter(pk__in=first).claim_all(at=at)

    def claim_all(self, *, at: datetime) -> list["Printing"]:
        """Take all of these that are due: the caller has named a few. Two queries."""
        lease = uuid.uuid4().hex
        last = KeyChange.objects.order_by("-number").values("number")[:1]
        taken = self.due(at).update(
            state=Printing.State.PRINTING,
            lease=lease,
            leased_until=at + LEASE,
            seen=Coalesce(Subquery(last), 0),
        )
        return list(self.filter(lease=lease).in_turn()) if taken else []


class Printing(models.Model):
    """One row a URL. The row is the truth and the queue: whoever prints claims it by an update."""

    class State(models.TextChoices):
        STALE = "stale", _("stale")
        PRINTING = "printing", _("being printed")
        FRESH = "fresh", _("fresh")
        FAILING = "failing", _("failing")

    path = models.CharField(_("address"), max_length=600, unique=True)
    language = models.CharField(_("language"), max_length=35, blank=True)
    kind = models.PositiveSmallIntegerField(choices=[(kind.value, kind.name) for kind in Kind])
    rank = models.PositiveSmallIntegerField()
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.STALE)
    why = models.CharField(_("why"), max_length=200, blank=True)
    stale_at = models.DateTimeField(_("stale since"))
    due_at = models.DateTimeField()
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    seen = models.BigIntegerField(default=0)
    """The number of the last change of a key when the page was claimed."""
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(_("last error"), blank=True)
    printed_at = models.DateTimeField(_("last printed"), null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    objects = PrintingQuerySet.as_manager()

    class Meta:
        verbose_name = _("printed page")
        verbose_name_plural = _("printed pages")
        indexes = [
            models.Index(fields=["state", "rank", "due_at"], name="printing_queue"),
        ]

    def __str__(self) -> str:
        return self.path

    @classmethod
    def to_be(
        cls, address: Address, *, at: datetime, why: str, in_background: bool = False
    ) -> Self:
        """A row for an address that was never printed."""
        return cls(
            path=address.path,
            language=address.language,
            kind=address.kind,
            rank=address.kind + (BACKGROUND if in_background else 0),
            stale_at=at,
            due_at=at,
            why=why[:200],
        )

    @property
    def pause(self) -> timedelta:
        """Before the next attempt, after one that failed."""
        return PAUSES[min(self.attempts, len(PAUSES) - 1)]
