"""The ledger: one issue to one subscriber, and what became of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rotativa.newsletters.addresses import in_short
from rotativa.newsletters.models.issue import Issue
from rotativa.newsletters.models.shift import RestingDomain, Shift
from rotativa.newsletters.models.subscriber import Subscriber
from rotativa.newsletters.reasons import Why, said, said_to_all


class State(models.IntegerChoices):
    WAITING = 0, _("Waiting")
    CLAIMED = 1, _("Taken to be sent")
    GOING = 2, _("Being sent")
    SENT = 3, pgettext_lazy("letter", "Sent")
    FAILED = 4, _("Failed")
    SKIPPED = 5, _("Left out")
    DOUBTFUL = 6, _("In doubt")


REACHED = frozenset({State.SENT, State.DOUBTFUL})
IN_A_SHIFT = Q(shift__isnull=False, settled_at__isnull=True)
"""The index of these names no state, so that a letter which goes from one to the next leaves it as it is."""
HELD = IN_A_SHIFT & Q(state__gte=State.CLAIMED, state__lte=State.GOING)
"""Somebody at work has these."""


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, at: datetime) -> Self:
        """What may be sent now: of no domain that rests."""
        resting = RestingDomain.objects.now(at).values("domain")
        return self.filter(state=State.WAITING, due_at__lte=at).exclude(domain__in=resting)

    def has_open(self, issue: Issue) -> bool:
        """Asks the indexes of what waits and of what is held, as those who got it may be a million; in
        one statement, as rows go from one to the other."""
        waits = Exists(self.filter(issue=issue, state=State.WAITING))
        held = Exists(self.filter(HELD, shift__issue=issue))
        return Issue.objects.filter(waits | held, pk=issue.pk).exists()

    def abandoned(self, at: datetime) -> Self:
        """Those in the hands of a sender who is no more. Without a join, as `IssueQuerySet.going`."""
        return self.filter(HELD, shift__in=Shift.objects.over(at))

    def judged_by(self, shift: Shift, *, number: int) -> list["Delivery"]:
        """Of the letters that it has sent, or that were refused, as many as were settled last, in that order. All
        deliveries of the issue are read for it, which a kill is worth."""
        rows = self.filter(issue=shift.issue_id, shift=shift)
        settled = rows.filter(state__in=(State.SENT, State.FAILED))
        settled = settled.exclude(reply__startswith=Why.LETTER_UNWRITTEN.mark)
        return list(settled.order_by("-settled_at", "-pk")[:number])[::-1]

    def taken_by(self, shifts: Iterable[Shift], issue: Issue, *, most: int) -> int:
        """How many, as far as that is to be known. What was refused meanwhile they judge themselves, or whoever
        notices that they were killed: by then more may have been taken."""
        return self.filter(issue=issue, shift__in=shifts, state=State.SENT)[:most].count()

    def unheard(self, since: datetime) -> Self:
        """Handed to a service that may have forgotten them by now, and in nobody's hands."""
        rows = self.filter(unheard_at__lte=since)
        return rows.exclude(state__gte=State.CLAIMED, state__lte=State.GOING)

    def doubtful(self) -> Self:
        """Those of which nobody knows whether they arrived, once or twice: for a person to read."""
        return self.filter(doubted_at__isnull=False).order_by("doubted_at", "pk")

    def refused(self) -> Self:
        """By the relay, for good, and not yet counted among what came back. Without a code nobody has said
        anything of the address but a service."""
        failed = self.filter(state=State.FAILED, returns=None)
        is_of_address = Q(reply__startswith=Why.REFUSED_THERE.mark)
        return failed.filter(Q(code__gt=0) | is_of_address).order_by("pk")

    def sent_before(self, delivery: "Delivery", *, number: int) -> Self:
        """Of the same issue, it and so many at most, as far as it was not resumed since. Named by their numbers,
        since those of one issue follow each other: it has an index of millions."""
        near = self.filter(pk__gt=delivery.pk - number, pk__lte=delivery.pk, state=State.SENT)
        return near.filter(shift__issue=delivery.issue_id, shift__judged__gt=0)

    def unwritten(self, issue: Issue) -> Self:
        """Those that could not be written at their latest attempt, and wait for another or have failed."""
        rows = self.filter(issue=issue, state__in=(State.WAITING, State.FAILED))
        return rows.filter(reply__startswith=Why.LETTER_UNWRITTEN.mark)

    def has_reached(self, issue: Issue) -> bool:
        """Anybody, as far as is known."""
        return self.filter(issue=issue, state__in=REACHED).exists()

    def retrying(self) -> Self:
        return self.filter(state=State.WAITING, attempts__gt=0)


class Delivery(models.Model):
    """Whoever holds a row has it by a shift, whose lease says until when."""

    issue = models.ForeignKey(
        Issue, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    subscriber = models.ForeignKey(
        Subscriber, null=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    address = models.CharField(_("address"), max_length=254)
    domain = models.CharField(max_length=254)
    state = models.PositiveSmallIntegerField(
        _("state"), choices=State.choices, default=State.WAITING
    )
    shift = models.ForeignKey(
        Shift, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due"))
    code = models.PositiveSmallIntegerField(default=0)
    reply = models.CharField(_("latest reply"), max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True)
    doubted_at = models.DateTimeField(null=True)
    unheard_at = models.DateTimeField(null=True)
    """When it was first handed to a service that knows it again for a while, and gave no answer."""

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["issue", "subscriber"], name="delivered_once"),
        ]
        indexes = [
            models.Index(
                fields=["issue", "due_at", "id"],
                condition=Q(state=State.WAITING),
                name="delivery_waiting",
            ),
            models.Index(fields=["shift"], condition=IN_A_SHIFT, name="delivery_held"),
            models.Index(fields=["issue"], condition=Q(state=State.FAILED), name="delivery_failed"),
            models.Index(
                fields=["issue", "doubted_at"],
                condition=Q(doubted_at__isnull=False),
                name="delivery_doubtful",
            ),
            models.Index(
                fields=["unheard_at"],
                condition=Q(unheard_at__isnull=False),
                name="delivery_unheard",
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def why(self) -> str:
        """It is as it is: what the relay said, or what became of it otherwise."""
        return said(self.reply)

    @property
    def answer(self) -> str:
        """With its code, as it was said."""
        return f"{self.code or ''} {self.reply}".strip()

    @property
    def shown_address(self) -> str:
        """For those who may see issues, and not who gets them."""
        return in_short(self.address)

    @property
    def shown_why(self) -> str:
        return said_to_all(self.reply)
