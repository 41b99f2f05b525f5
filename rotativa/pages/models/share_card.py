"""The picture that other sites show where somebody leads to a page of the paper."""

from datetime import datetime, timedelta
from typing import Self

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

MOST_ATTEMPTS = 3
# A task that did not come by now is taken for lost: drawing twice costs a tenth of a second.
TIME_TO_BEGIN = timedelta(minutes=15)


class ShareCardQuerySet(models.QuerySet["ShareCard"]):
    def made(self) -> Self:
        return self.exclude(file="")

    def given_up(self) -> Self:
        return self.filter(wake_at=None).exclude(last_error="")

    def due(self, at: datetime, *, drawer: str) -> Self:
        """Those to be drawn now: their task was lost, or another drawer made them."""
        outdated = Q(wake_at=None) & ~Q(drawer=drawer)
        return self.filter(Q(wake_at__lte=at) | outdated).order_by("-pk")

    def claim(self, card: "ShareCard", *, at: datetime) -> bool:
        """Say whether this caller is the one to draw what the card asks for now."""
        asked = self.filter(
            pk=card.pk, asked=card.asked, attempts=card.attempts, wake_at__isnull=False
        )
        return bool(asked.update(attempts=F("attempts") + 1, wake_at=at + TIME_TO_BEGIN))


class ShareCard(models.Model):
    """One row per page, or per name of the paper. The row is the truth; a task only wakes it.

    `asked` grows with each change of what the card is to say, so that a drawing which was begun
    before it is not taken for the answer. `wake_at` is empty when there is nothing to do.
    """

    page = models.OneToOneField(
        "wagtailcore.Page", null=True, on_delete=models.CASCADE, related_name="share_card"
    )
    paper = models.OneToOneField(
        "pages.Paper", null=True, on_delete=models.CASCADE, related_name="share_card"
    )
    language = models.CharField(max_length=35)
    headline = models.CharField(max_length=255)
    kicker = models.CharField(max_length=255, blank=True)
    is_opinion = models.BooleanField(default=False)
    file = models.CharField(max_length=100, blank=True)
    earlier_file = models.CharField(max_length=100, blank=True)
    """Kept while pages that were printed with it are printed anew, and until the next one."""
    drawer = models.CharField(max_length=300, blank=True)
    asked = models.PositiveIntegerField(default=1)
    attempts = models.PositiveSmallIntegerField(default=0)
    wake_at = models.DateTimeField(null=True, db_index=True)
    last_error = models.TextField(blank=True)

    objects = ShareCardQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("share card")
        verbose_name_plural = _("share cards")
        constraints = [
            models.CheckConstraint(
                condition=Q(page=None, paper__isnull=False) | Q(page__isnull=False, paper=None),
                name="share_card_of_page_or_paper",
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def url(self) -> str:
        return default_storage.url(self.file) if self.file else ""

    @property
    def key(self) -> str:
        """Declared by pages that show it, and by those that would."""
        return page_key(self.page_id) if self.page_id else paper_key(self.language)


def page_key(page_id: int) -> str:
    return f"share-card:{page_id}"


def paper_key(language: str) -> str:
    return f"share-card:{language}"
