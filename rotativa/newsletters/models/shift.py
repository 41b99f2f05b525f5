"""Who sends at the moment, how fast, and to whom not."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models, transaction
from django.db.models import F

from rotativa.newsletters.models.issue import OF_ITS_ISSUE, Issue, Stage

LEASE = timedelta(minutes=2)
LONGEST_STEP = 6
LETTERS = "letters"
"""What the pace of all letters is called."""


class ShiftQuerySet(models.QuerySet["Shift"]):
    def latest_of(self, issue: Issue, *, results: int) -> list["Shift"]:
        """Those in which so many letters, the latest, were taken or refused; the oldest first."""
        found: list[Shift] = []
        for shift in self.filter(issue=issue, judged__gt=0).order_by("-pk")[:results]:
            found.append(shift)
            results -= shift.judged
            if results <= 0:
                break
        return found[::-1]

    def yet_to_tell(self, issue: Issue) -> Self:
        """At work, or killed a moment ago: what they were answered is in their rows alone."""
        return self.filter(issue=issue, is_open=True, judged=0)

    def renew(self, shift: "Shift", *, at: datetime) -> bool:
        """False where the lease was over: others may have what this shift held."""
        return self.filter(pk=shift.pk, leased_until__gt=at).update(leased_until=at + LEASE) == 1

    def oldest_issue_done(self, before: datetime) -> int | None:
        """Of those whose shifts are still kept."""
        done = self.filter(issue__stage=Stage.DONE, issue__done_at__lte=before)
        return done.order_by("issue__done_at", "issue").values_list("issue", flat=True).first()

    def running(self, at: datetime) -> Self:
        return self.filter(leased_until__gt=at)

    def killed(self, at: datetime) -> Self:
        """Those of which nobody has said yet how they ended."""
        rows = self.over(at).filter(is_open=True).select_related("issue").order_by("pk")
        return rows.defer(*OF_ITS_ISSUE)

    def over(self, at: datetime) -> Self:
        return self.filter(leased_until__lte=at)


class Shift(models.Model):
    """One process at work on one issue, for as long as its lease."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="shifts")
    who = models.CharField(max_length=100)
    began_at = models.DateTimeField()
    leased_until = models.DateTimeField()
    is_open = models.BooleanField(default=False)
    """Until it ends, or somebody finds that its process was killed."""
    judged = models.PositiveIntegerField(default=0)
    """Letters that the relay took or refused, as far as they say how things stand with it."""
    refused = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    """Of those that were refused: their mailbox is none."""

    objects = ShiftQuerySet.as_manager()

    def __str__(self) -> str:
        return self.who


class PaceQuerySet(models.QuerySet["Pace"]):
    def reserve(self, number: int, *, gap: float, at: float, until: float) -> list[float]:
        """So many moments that nobody else has, as far as they come in time: fewer, or none."""
        with transaction.atomic():
            pace, _is_new = self.select_for_update().get_or_create(name=LETTERS)
            first = max(pace.free_at, at)
            moments = [first + gap * place for place in range(number)]
            moments = [moment for moment in moments if moment <= until]
            if moments:
                self.filter(pk=pace.pk).update(free_at=moments[-1] + gap)
        return moments

    def give_back(self, moments: list[float], *, gap: float) -> None:
        """The latest ones, unless somebody has gone on from there."""
        if moments:
            self.filter(free_at=moments[-1] + gap).update(free_at=moments[0])

    def is_free_by(self, moment: float) -> bool:
        return not self.filter(name=LETTERS, free_at__gt=moment).exists()


class Pace(models.Model):
    """When the next letter may leave, for all processes and machines together."""

    name = models.CharField(max_length=30, primary_key=True)
    free_at = models.FloatField(default=0)
    """Seconds of the epoch."""

    objects = PaceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class RestingDomainQuerySet(models.QuerySet["RestingDomain"]):
    def slow(self) -> Self:
        """Those that are not trusted yet as any other."""
        return self.filter(step__gt=0)

    def now(self, at: datetime) -> Self:
        return self.filter(until__gt=at)

    def rest(self, domain: str, *, at: datetime) -> datetime:
        """Longer each time it asks for it again; until when."""
        row, _is_new = self.get_or_create(domain=domain, defaults={"until": at, "step": 0})
        if row.until > at:
            return row.until  # somebody else's letter was put off at the same moment
        until = at + timedelta(minutes=2**row.step)
        self.filter(pk=row.pk, step=row.step).update(
            until=until, step=min(row.step + 1, LONGEST_STEP)
        )
        return until

    def relieve(self, domains: set[str]) -> None:
        """They take letters: step by step they are trusted again."""
        self.slow().filter(domain__in=domains).update(step=F("step") - 1)


class RestingDomain(models.Model):
    """A domain that has put letters off gets none until then."""

    domain = models.CharField(max_length=254, primary_key=True)
    until = models.DateTimeField()
    step = models.PositiveSmallIntegerField(default=0)

    objects = RestingDomainQuerySet.as_manager()

    def __str__(self) -> str:
        return self.domain
