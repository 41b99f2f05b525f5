"""Why an article was published although sources that it leans on had no good copy."""

from typing import TypedDict

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rotativa.lib.append_only import AppendOnly, AppendOnlyQuerySet

MAX_REASON = 2000


class Waived(TypedDict):
    """A source as it stood then; what has become of it since is another matter."""

    source: int
    name: str
    url: str
    state: str


class Waiver(AppendOnly):
    """Given by one person, for the sources that it names and for no others."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="waivers"
    )
    sources = models.JSONField()
    """A list of `Waived`."""
    reason = models.TextField(max_length=MAX_REASON)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = AppendOnlyQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("publication without good copies")
        verbose_name_plural = _("publications without good copies")
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="waived_for_a_reason"),
        ]

    def __str__(self) -> str:
        return self.reason[:80]
