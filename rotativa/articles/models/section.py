from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Locale

from rotativa.articles.choosers import SectionPanel
from rotativa.articles.models.group import Group, GroupQuerySet


class SectionQuerySet(GroupQuerySet["Section"]):
    def in_menu(self) -> "SectionQuerySet":
        """Those that stand in the menu, in its order."""
        return self.filter(parent=None, is_in_menu=True).order_by("position", "name")

    def with_parts(self, sections: Iterable["Section"]) -> "SectionQuerySet":
        """Sections in every language, and those that are part of them in any."""
        keys = {section.translation_key for section in sections}
        return self.filter(
            models.Q(translation_key__in=keys) | models.Q(parent__translation_key__in=keys)
        )

    def families_of(self, sections: Iterable["Section"]) -> dict[int, list[int]]:
        """The keys of sections, each with those of its names in all languages and of its parts."""
        sections = list(sections)
        found: dict[int, list[int]] = {section.pk: [] for section in sections}
        rows = self.with_parts(sections).values_list(
            "pk", "translation_key", "parent__translation_key"
        )
        for pk, *keys in rows:
            for section in sections:
                if section.translation_key in keys:
                    found[section.pk].append(pk)
        return found


class Section(Group):
    description = models.TextField(_("description"), blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="parts",
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("The lowest stands first in the menu.")
    )
    is_in_menu = models.BooleanField(_("in the menu"), default=True)
    is_voice = models.BooleanField(
        _("opinion"),
        default=False,
        help_text=_("Headlines are set in italics and carry the author's name."),
    )

    url_name = "section"

    objects = SectionQuerySet.as_manager()

    panels = [
        *Group.panels,
        FieldPanel("description"),
        SectionPanel("parent"),
        FieldPanel("position"),
        FieldPanel("is_in_menu"),
        FieldPanel("is_voice"),
    ]

    class Meta(Group.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def parts_in(self, locale: Locale) -> SectionQuerySet:
        """Its parts that have a name in a language."""
        return Section.objects.in_locale(locale).filter(
            parent__translation_key=self.translation_key
        )

    def clean(self) -> None:
        super().clean()
        if self.is_below_itself():
            raise ValidationError({"parent": _("A section cannot be part of itself.")})

    def is_below_itself(self) -> bool:
        """Whether a way up through the parents, in whatever language, comes back to it."""
        above, seen = self.parent, set()
        while above is not None and above.pk not in seen:
            if above.translation_key == self.translation_key:
                return True
            seen.add(above.pk)
            above = above.parent
        return False
