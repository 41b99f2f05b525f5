"""An address that asked for newsletters, and the proof that it did."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rotativa.newsletters.addresses import (
    digest_of,
    digests_of,
    domain_of,
    in_short,
    normal_address,
)
from rotativa.newsletters.models.issue import Issue
from rotativa.newsletters.models.newsletter import Newsletter


class Standing(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("Not confirmed yet")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    LEFT = "left", _("Left")
    SUPPRESSED = "suppressed", _("Suppressed")


HERE = (Standing.ACTIVE, Standing.PAUSED)


class DueMail(models.TextChoices):
    """What a subscriber is to be written, by a task that may be lost."""

    NONE = ""
    CONFIRM = "confirm"
    LINK = "link"


BETWEEN_MAILS = timedelta(days=1)
"""However often somebody asks, at this page or another."""
WAITS = timedelta(days=7)
"""So long an address may be confirmed; then it is forgotten."""
LINKS_OPEN = timedelta(days=30)
"""So long the link of a mail opens its subscriber's choices; leaving by it is for ever."""


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def at(self, address: str) -> "Subscriber | None":
        """Whoever has this address, whatever its capitals, and whichever key the site had then."""
        return self.filter(digest__in=digests_of(address)).first()

    def here(self) -> Self:
        return self.filter(state__in=HERE)

    def audience(self, issue: Issue) -> Self:
        """Who gets it if it is sent now."""
        active = self.filter(state=Standing.ACTIVE, newsletters=issue.newsletter_id)
        return active.filter(language=issue.language)

    def who_let_count(self, numbers: Iterable[int]) -> set[int]:
        """Those among them who have agreed that clicks in their letters are counted."""
        agreed = self.filter(pk__in=list(numbers), counting_agreed_at__isnull=False)
        return set(agreed.values_list("pk", flat=True))

    def counted_in(self, issue: Issue) -> Self:
        """Those who are to get it, and have agreed."""
        return self.filter(counting_agreed_at__isnull=False, deliveries__issue=issue)

    def unwritten(self, at: datetime) -> Self:
        """Those to whom no such mail has gone within a day."""
        return self.filter(
            models.Q(mail_asked_at=None) | models.Q(mail_asked_at__lte=at - BETWEEN_MAILS)
        )

    def to_write_to(self, at: datetime) -> Self:
        """Whose mail is due; what could not be sent for a day is not sent any more."""
        due = self.filter(mail_due_at__lte=at, mail_asked_at__gt=at - BETWEEN_MAILS)
        return due.exclude(mail_due=DueMail.NONE)

    def forgettable(self, at: datetime) -> Self:
        return self.filter(state=Standing.UNCONFIRMED, asked_at__lte=at - WAITS)

    def rested(self, at: datetime) -> Self:
        """Those whose pause is over."""
        return self.filter(state=Standing.PAUSED, paused_until__lte=at)


class Subscriber(models.Model):
    address = models.CharField(_("address"), max_length=254)
    domain = models.CharField(max_length=254, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=20)
    state = models.CharField(
        _("state"), max_length=12, choices=Standing.choices, default=Standing.UNCONFIRMED
    )
    state_before = models.CharField(max_length=12, blank=True, editable=False)
    """As it was when the address was suppressed; given back where that had a reason that passes."""
    newsletters = models.ManyToManyField(Newsletter, through="Subscription")
    asked_at = models.DateTimeField(_("asked"))
    asked_from = models.GenericIPAddressField(_("asked from"), null=True, blank=True)
    consented_to = models.TextField(_("words consented to"), blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_from = models.GenericIPAddressField(_("confirmed from"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    paused_until = models.DateTimeField(_("paused until"), null=True, blank=True)
    links_since = models.DateTimeField(null=True, editable=False)
    """Links that were made before open no choices: a newer one was asked for and used, or whoever it was had left."""
    counting_agreed_at = models.DateTimeField(null=True, editable=False)
    """Since when clicks in their letters may be counted; the words are in `Step`."""
    links_refused_at = models.DateTimeField(null=True, editable=False)
    """Since when no link is sent to whoever knows no more than the address; newsletters come as before."""
    mail_due = models.CharField(max_length=8, default=DueMail.NONE, blank=True, editable=False)
    mail_asked_at = models.DateTimeField(null=True, editable=False)
    mail_due_at = models.DateTimeField(null=True, editable=False)
    """When it may be tried; whoever tries moves it, so that nobody else does meanwhile."""

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=Standing.ACTIVE) | models.Q(confirmed_at__isnull=False),
                name="active_is_confirmed",
            ),
        ]
        indexes = [
            models.Index(fields=["language", "state", "id"], name="subscriber_audience"),
            models.Index(
                fields=["mail_due_at"],
                condition=~models.Q(mail_due=DueMail.NONE),
                name="subscriber_mail_due",
            ),
            models.Index(
                fields=["asked_at"],
                condition=models.Q(state=Standing.UNCONFIRMED),
                name="subscriber_unconfirmed",
            ),
            models.Index(
                fields=["paused_until"],
                condition=models.Q(state=Standing.PAUSED),
                name="subscriber_paused",
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(counting_agreed_at__isnull=False),
                name="subscriber_counted",
            ),
        ]

    def __str__(self) -> str:
        return self.address

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises `NotAnAddress` for a new one that is none."""
        if self._state.adding:
            self.address = normal_address(self.address)
            self.domain, self.digest = domain_of(self.address), digest_of(self.address)
        super().save(*args, **kwargs)

    @property
    def is_here(self) -> bool:
        return self.state in HERE

    def is_opened_by(self, made_at: int | None, *, at: datetime) -> bool:
        """Whether a link of that second shows the choices, and lets them be changed."""
        if made_at is None or made_at <= (at - LINKS_OPEN).timestamp():
            return False
        return self.links_since is None or made_at >= int(self.links_since.timestamp())

    def has_asked_for(self, made_at: int | None) -> bool:
        """Whether the link of that second is the one that was sent because somebody wanted one."""
        return self.mail_asked_at is not None and made_at == int(self.mail_asked_at.timestamp())

    @property
    def shown_address(self) -> str:
        """For a page that opens by a link alone, which may have been passed on."""
        return in_short(self.address)

    def told(self) -> dict[str, Any]:
        """All that is kept of it, as JSON can tell."""
        return {
            "address": self.address,
            "language": self.language,
            "state": self.state,
            "state_before": self.state_before,
            "newsletters": list(self.newsletters.order_by("pk").values_list("slug", flat=True)),
            "asked_at": self.asked_at,
            "asked_from": self.asked_from,
            "consented_to": self.consented_to,
            "confirmed_at": self.confirmed_at,
            "confirmed_from": self.confirmed_from,
            "left_at": self.left_at,
            "paused_until": self.paused_until,
            "counting_agreed_at": self.counting_agreed_at,
            "links_refused_at": self.links_refused_at,
            "history": [step.told() for step in self.steps.in_order()],
            "issues": list(
                self.deliveries.order_by("pk").values(
                    "issue__newsletter__slug", "issue__language", "issue__period", "settled_at"
                )
            ),
        }


class Subscription(models.Model):
    """One subscriber gets one newsletter."""

    newsletter = models.ForeignKey(Newsletter, on_delete=models.CASCADE)
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["newsletter", "subscriber"], name="subscribed_once")
        ]

    def __str__(self) -> str:
        return f"{self.newsletter_id}: {self.subscriber_id}"
