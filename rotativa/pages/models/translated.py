"""What can be asked of pages as translations of each other, for many of them at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, Self
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet

from rotativa.pages.models.translation_state import Status, status_case


class TranslatedQuerySet(PageQuerySet):
    def originals(self) -> Self:
        """Those that translations are made from: one for each article, however many languages."""
        return self.filter(translation_state=None, alias_of=None)

    def with_translation_status(self) -> Self:
        """Each with `translation_status`, one of `Status`; never missing, since it is there."""
        return self.filter(alias_of=None).annotate(
            translation_status=status_case(state="translation_state__", page="")
        )

    def translated(self, *statuses: str, locale: Locale) -> Self:
        """Originals that stand so in a language, `Status.MISSING` included."""
        there = self.model._default_manager.filter(locale=locale, alias_of=None).order_by()
        so = there.with_translation_status().filter(translation_status__in=statuses)
        # Lists of keys, gathered once; to look for each article's version takes five times as long.
        found = Q(translation_key__in=so.values("translation_key"))
        if Status.MISSING in statuses:
            found |= ~Q(translation_key__in=there.values("translation_key"))
        return self.filter(found)

    def in_each_language(self, keys: Collection[UUID] | Self) -> dict[UUID, dict[int, Any]]:
        """The versions with these translation keys by key and locale's id, each with its status.

        The keys themselves, or a statement for them. One query, however many; `translation_state` is
        there for those that are translations.
        """
        versions: dict[UUID, dict[int, Any]] = defaultdict(dict)
        found = (
            self.filter(translation_key__in=keys)
            .with_translation_status()
            .select_related("locale", "translation_state")
            .defer_streamfields()
        )
        for version in found.order_by("pk"):
            versions[version.translation_key][version.locale_id] = version
        return versions


def count_translations(model: type[Page], locales: Iterable[Locale]) -> dict[int, dict[str, int]]:
    """How many articles stand how in each language, by locale's id. One query.

    What is missing in a language is every original that has no version there. The common rows know
    all of it: the articles' own, which are wide, are not read.
    """
    counts: dict[int, dict[str, int]] = {locale.pk: {} for locale in locales}
    kind = ContentType.objects.get_for_model(model)
    rows = (
        Page.objects.filter(content_type=kind, alias_of=None)
        .annotate(translation_status=status_case(state="translation_state__", page=""))
        .values_list("locale", "translation_status")
        .annotate(n=Count("pk"))
        .order_by()
    )
    for locale, status, number in rows:
        counts.setdefault(locale, {})[status] = number
    originals = sum(found.get(Status.ORIGINAL, 0) for found in counts.values())
    for found in counts.values():
        found[Status.MISSING] = max(0, originals - sum(found.values()))
    return counts
