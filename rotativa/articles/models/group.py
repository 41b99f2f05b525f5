"""What sections, authors and tags have in common: a name and an address in each language."""

from collections.abc import Iterable
from itertools import chain, count
from typing import Any, Self, TypeVar

from django.core.exceptions import ValidationError
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

    def clean(self) -> None:
        """No form has the language as a field, so none looks at the constraint by itself."""
        super().clean()
        if self.slug in self.taken_slugs(self.locale):
            raise ValidationError({"slug": _("Something else has this slug in this language.")})

    def taken_slugs(self, locale: Locale) -> set[str]:
        """Slugs like this one that others of the kind have in a language."""
        others = type(self)._default_manager.filter(locale=locale, slug__startswith=self.slug)
        return set(others.exclude(pk=self.pk).values_list("slug", flat=True))

    def copy_for_translation(self, locale: Locale, exclude_fields: Any = None) -> Self:
        """The copy is saved before an editor sees it, so it needs a slug that is free there."""
        copy: Self = super().copy_for_translation(locale, exclude_fields=exclude_fields)
        taken = self.taken_slugs(locale)
        free = (f"{self.slug}-{number}" for number in count(2))
        copy.slug = next(slug for slug in chain([self.slug], free) if slug not in taken)
        return copy
