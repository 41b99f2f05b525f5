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

from rotativa.pages import keys

GroupT = TypeVar("GroupT", bound="Group")


class GroupQuerySet(models.QuerySet[GroupT]):
    def in_locale(self, locale: Locale) -> Self:
        return self.filter(locale=locale)

    def in_language_of(self, groups: Iterable[GroupT], *, locale: Locale) -> list[GroupT]:
        """The same groups as they are called in a language.

        One without a translation keeps its name, and its page in that language has the same slug,
        unless another group has it there. Costs one query, and none when all are in that language.
        """
        groups = list(groups)
        foreign = [group for group in groups if group.locale_id != locale.pk]
        if not foreign:
            return groups
        keys.declare(*(keys.translations(group.translation_key) for group in foreign))
        there = self.in_locale(locale).select_related("locale")
        alike = there.filter(
            models.Q(translation_key__in=[group.translation_key for group in foreign])
            | models.Q(slug__in=[group.slug for group in foreign])
        )
        named = {group.translation_key: group for group in alike}
        taken = {group.slug for group in named.values()}
        for group in foreign:
            if group.slug not in taken:
                group.shown_in = locale.language_code
        return [
            named.get(group.translation_key, group) if group.locale_id != locale.pk else group
            for group in groups
        ]

    def named_there(self, slug: str, *, locale: Locale) -> GroupT | None:
        """The group with a slug in a language, else one of another language with that slug."""
        alike = self.filter(slug=slug).select_related("locale").order_by("locale_id")
        own = [group for group in alike if group.locale_id == locale.pk]
        return next(iter(own or alike), None)


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
    shown_in = ""
    """The language of the page that shows it, where it has no name in that language."""

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
        return self.address_in(self.shown_in or self.language)

    def address_in(self, language: str) -> str:
        with translation.override(language):
            return reverse(self.url_name, args=[self.slug])

    @property
    def language(self) -> str:
        return str(self.locale.language_code)

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
