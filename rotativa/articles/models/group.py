"""What sections, authors and tags have in common: a name and an address in each language."""

from collections.abc import Iterable
from typing import Self, TypeVar

from django.db import models
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Locale, TranslatableMixin
from wagtail.search import index

GroupT = TypeVar("GroupT", bound="Group")


class GroupQuerySet(models.QuerySet[GroupT]):
    def in_locale(self, locale: Locale) -> Self:
        return self.filter(locale=locale)

    def in_language_of(self, groups: Iterable[GroupT], *, locale: Locale) -> list[GroupT]:
        """The same groups as they are called in a language; one without a translation stays itself.

        Costs one query, and none when all are in that language already.
        """
        groups = list(groups)
        foreign = [group.translation_key for group in groups if group.locale_id != locale.pk]
        if not foreign:
            return groups
        found = {
            group.translation_key: group
            for group in self.in_locale(locale)
            .filter(translation_key__in=foreign)
            .select_related("locale")
        }
        return [found.get(group.translation_key, group) for group in groups]


class Group(TranslatableMixin, index.Indexed, models.Model):
    """A way of grouping articles, with a page of its own in each language."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(
        _("slug"),
        max_length=200,
        allow_unicode=True,
        help_text=_("Its part of the address, such as river in /en/sections/river/."),
    )

    url_name = ""
    """Name of the URL pattern that leads to the group's page."""

    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.FilterField("locale_id"),
    ]

    panels = [FieldPanel("name"), FieldPanel("slug")]

    class Meta(TranslatableMixin.Meta):
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["locale", "slug"], name="one_%(class)s_per_slug"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        with translation.override(self.locale.language_code):
            return reverse(self.url_name, args=[self.slug])
