from datetime import date, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale


class ListedMonthQuerySet(models.QuerySet["ListedMonth"]):
    def with_articles(self) -> Self:
        return self.exclude(articles=0)


class ListedMonth(models.Model):
    """How many articles of a month search engines are told of, and when one of them was published last.

    `count_months` keeps it, so that the index of sitemaps never reads the archive. A month that has
    lost all its articles stays, with none: it is what two who change it at once wait for.
    """

    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    """Its first day."""
    articles = models.PositiveIntegerField()
    changed_at = models.DateTimeField(null=True)

    objects = ListedMonthQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("listed month")
        verbose_name_plural = _("listed months")
        constraints = [
            models.UniqueConstraint(fields=["locale", "month"], name="one_row_per_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.articles}"


def first_of(day: date) -> date:
    return day.replace(day=1)


def first_after(day: date) -> date:
    """The first day of the next month."""
    return first_of(first_of(day) + timedelta(days=31))
