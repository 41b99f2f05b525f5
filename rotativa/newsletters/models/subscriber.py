"""An address that asked for newsletters, and the proof that it did."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from rotativa.newsletters.addresses import digest_of, domain_of, normal_address
from rotativa.newsletters.models.newsletter import Newsletter


class Standing(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("Not confirmed yet")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    LEFT = "left", _("Left")
    SUPPRESSED = "suppressed", _("Suppressed")


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def at(self, address: str) -> "Subscriber | None":
        """Whoever has this address, whatever its capitals."""
        return self.filter(digest=digest_of(address)).first()


class Subscriber(models.Model):
    address = models.CharField(_("address"), max_length=254)
    domain = models.CharField(max_length=254, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=20)
    state = models.CharField(
        _("state"), max_length=12, choices=Standing.choices, default=Standing.UNCONFIRMED
    )
    newsletters = models.ManyToManyField(Newsletter, through="Subscription")
    asked_at = models.DateTimeField(_("asked"))
    asked_from = models.GenericIPAddressField(_("asked from"), null=True, blank=True)
    consented_to = models.TextField(_("words consented to"), blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_from = models.GenericIPAddressField(_("confirmed from"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

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
        indexes = [models.Index(fields=["language", "state", "id"], name="subscriber_audience")]

    def __str__(self) -> str:
        return self.address

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises `NotAnAddress` for a new one that is none."""
        if self._state.adding:
            self.address = normal_address(self.address)
            self.domain, self.digest = domain_of(self.address), digest_of(self.address)
        super().save(*args, **kwargs)


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
