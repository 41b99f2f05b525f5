"""What somebody who has left is said to want again, kept apart until they confirm it."""

from django.db import models

from rotativa.newsletters.models.newsletter import Newsletter
from rotativa.newsletters.models.subscriber import Subscriber


class Comeback(models.Model):
    """Anybody can ask by anybody's address: that it left, and what it once agreed to, stay as they are."""

    subscriber = models.OneToOneField(Subscriber, on_delete=models.CASCADE)
    newsletters = models.ManyToManyField(Newsletter)
    language = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    asked_from = models.GenericIPAddressField(null=True)

    def __str__(self) -> str:
        return f"{self.subscriber_id}: {self.language}"
