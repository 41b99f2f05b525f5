"""A series of issues that readers subscribe to."""

from django.db import models
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

DAILY = "daily"


class NewsletterQuerySet(models.QuerySet["Newsletter"]):
    def daily(self) -> "Newsletter":
        """The one that every paper has."""
        return self.get(slug=DAILY)


class Newsletter(models.Model):
    slug = models.SlugField(_("slug"), max_length=50, unique=True)
    names = models.JSONField(_("names"), default=dict, blank=True)
    """By language; in a language without one it is called by its slug, and the daily by our word."""

    objects = NewsletterQuerySet.as_manager()

    class Meta:
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")

    def __str__(self) -> str:
        return self.name_in(translation.get_language() or "")

    def name_in(self, language: str) -> str:
        if given := self.names.get(language):
            return str(given)
        if self.slug != DAILY:
            return self.slug
        with translation.override(language):
            return gettext("The daily newsletter")
