"""News that pages listens to."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Revision, Site
from wagtail.signals import copy_for_translation_done

from rotativa.lib.clock import minute
from rotativa.media.actions import request_renditions
from rotativa.media.models import RenditionRequest
from rotativa.pages import keys
from rotativa.pages.actions import (
    find_lost_share_cards,
    follow_original,
    follow_page,
    forget_files,
    machine_drafts_of,
    relate,
    relate_copy,
    request_card_of_paper,
    request_cards,
)
from rotativa.pages.blocks.embeds import embed_urls
from rotativa.pages.desk_fields import touches_readers
from rotativa.pages.keys import Address
from rotativa.pages.models import (
    BasePage,
    EmbedCard,
    Paper,
    PlainPage,
    ShareCard,
    TranslationState,
)
from rotativa.pages.models.plain_page_form import FRONT_PAGE_DEPTH
from rotativa.pages.printed import address_of
from rotativa.pages.tasks import have_drawn, wake

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a plain page is stored to be, and the addresses of it and those below that readers can open."""

    path: str = ""
    addresses: frozenset[Address] = frozenset()


NOWHERE = Stood()


@receiver(post_save, sender=Revision)
def revision_saved(instance: Revision, **_kwargs: Any) -> None:
    """Ask for cards at the first draft, so that the preview has them and the editor sees them."""
    body = instance.content.get("body")
    if isinstance(body, str):
        body = json.loads(body)
    if urls := embed_urls(body or []):
        wake(request_cards(urls, at=timezone.now()))


@receiver(post_save, sender=Paper)
def paper_saved(instance: Paper, **_kwargs: Any) -> None:
    """The picture of its name stands on every page."""
    if instance.wordmark_id is not None:
        request_renditions([instance.wordmark_id], at=timezone.now())


@receiver(pre_save, sender=Paper)
def remember_name(instance: Paper, **_kwargs: Any) -> None:
    stored = Paper.objects.filter(pk=instance.pk).values_list("name", flat=True)
    instance.__dict__["_named"] = stored.first()


@receiver(post_delete, sender=Paper)
def paper_gone(**_kwargs: Any) -> None:
    keys.announce(keys.SITE)


@receiver(post_save, sender=Paper)
def paper_named(instance: Paper, raw: bool, created: bool, **_kwargs: Any) -> None:
    """Its name stands on all share cards of its language: the clock has those of articles drawn."""
    if created:
        keys.announce(keys.SITE)  # pages of its language had the name of another
    is_renamed = instance.__dict__.pop("_named", None) != instance.name
    if not raw:
        card = request_card_of_paper(instance, is_renamed=is_renamed, at=timezone.now())
        have_drawn([card.pk])


@receiver(post_delete, sender=ShareCard)
def share_card_deleted(instance: ShareCard, **_kwargs: Any) -> None:
    forget_files(instance)


@receiver(minute)
def minute_passed(at: datetime, **_kwargs: Any) -> None:
    wake(EmbedCard.objects.due(at)[:AT_ONCE])
    have_drawn(find_lost_share_cards(at=at))


@receiver(post_save, sender=RenditionRequest)
def renditions_made(
    instance: RenditionRequest, update_fields: Iterable[str] | None, **_kwargs: Any
) -> None:
    """Pages that were printed before a picture had its files have them now."""
    if update_fields and "made_for" in update_fields:
        keys.announce(f"picture:{instance.picture_id}")


@receiver([pre_save, pre_delete], sender=PlainPage)
def remember_paths(instance: Page, **kwargs: Any) -> None:
    """Where the page and those below it are still: another slug or place moves them all."""
    if touches_readers(kwargs.get("update_fields")):
        instance.__dict__["_stood"] = where_stored(instance)


@receiver([post_save, post_delete], sender=PlainPage)
def plain_page_changed(instance: Page, signal: Any, **kwargs: Any) -> None:
    if not touches_readers(kwargs.get("update_fields")):
        return
    before: Stood = instance.__dict__.pop("_stood", NOWHERE)
    after = where_stored(instance) if signal is post_save else NOWHERE
    if before.addresses or after.addresses:
        addresses = before.addresses | after.addresses | set(moved(before, to=after.path))
        keys.announce(
            f"page:{instance.pk}",
            keys.plain(instance.locale.language_code),
            keys.translations(instance.translation_key),
            addresses=sorted(addresses, key=attrgetter("path")),
        )


@receiver([post_save, post_delete], sender=Site)
def site_changed(**_kwargs: Any) -> None:
    """Where it is, and with which page it begins, is said on every page."""
    keys.announce(keys.SITE)


@receiver([pre_save, post_save], sender=Page)
def common_row_stored(instance: Page, signal: Any, raw: bool, **kwargs: Any) -> None:
    """Whoever moves a page, and the clock that takes one back, store what all pages have in common."""
    if raw or not issubclass(instance.specific_class or Page, PlainPage):
        return
    if signal is pre_save:
        remember_paths(instance, **kwargs)
    else:
        plain_page_changed(instance, signal, **kwargs)


def where_stored(page: Page) -> Stood:
    """Nowhere for a new page."""
    stored = PlainPage.objects.filter(pk=page.pk).select_related("locale").first()
    if stored is None:
        return NOWHERE
    found = PlainPage.objects.descendant_of(stored, inclusive=True).live()
    open_ones = {address_of(each) for each in found.select_related("locale")}
    return Stood(address_of(stored).path, frozenset(open_ones))


def moved(before: Stood, *, to: str) -> Iterator[Address]:
    """Where those below a page are once it is elsewhere: Wagtail writes that down afterwards."""
    if before.path and to and to != before.path:
        for each in before.addresses:
            yield replace(each, path=to + each.path.removeprefix(before.path))


@receiver([post_save, post_delete], sender=PageViewRestriction)
def restriction_changed(instance: PageViewRestriction, **_kwargs: Any) -> None:
    """Of a page, and of all below it: what only some readers may open is not printed, nor led to."""
    said = {f"page:{instance.page_id}"}
    plain = PlainPage.objects.filter(pk=instance.page_id).values_list("locale__language_code")
    said |= {keys.plain(language) for (language,) in plain}
    above = Q(numchild__gt=0) | Q(depth__lte=FRONT_PAGE_DEPTH)
    if Page.objects.filter(above, pk=instance.page_id).exists():
        said.add(keys.SITE)
    keys.announce(*said)


@receiver(copy_for_translation_done)
def translation_begun(source_obj: Any, target_obj: Any, **_kwargs: Any) -> None:
    if isinstance(target_obj, BasePage) and target_obj.reader_fields and not target_obj.alias_of_id:
        relate_copy(target_obj, source=source_obj.specific)


@receiver(post_save)
def page_changed(instance: Any, created: bool, **kwargs: Any) -> None:
    """In what readers see; the drafts of a page that nobody reads yet come as revisions."""
    if isinstance(instance, Page) and not created and touches_readers(kwargs["update_fields"]):
        follow_page(instance)


@receiver(post_save, sender=Revision)
def draft_of_original_saved(instance: Revision, **kwargs: Any) -> None:
    if "content" not in (kwargs["update_fields"] or {"content"}):
        return  # an older one, perhaps, that is not scheduled any more
    if issubclass(instance.content_type.model_class() or object, BasePage):
        drafts = TranslationState.objects.filter(original__live=False)
        if drafts.filter(original=instance.object_id).exists():
            follow_original(instance.content_object, version=instance.as_object())


@receiver(pre_delete, sender=Page)
def remember_machine_drafts(instance: Page, **_kwargs: Any) -> None:
    """What is known of its translations goes with the page, and yet they stay unchecked."""
    instance.__dict__["_machine_drafts"] = machine_drafts_of(instance)


@receiver(post_delete, sender=Page)
def original_deleted(instance: Page, **_kwargs: Any) -> None:
    """What was translated from it goes on without it: the first of them is the original now."""
    kind = instance.specific_class
    if kind is not None and issubclass(kind, BasePage) and kind.reader_fields:
        drafts: set[int] = instance.__dict__.pop("_machine_drafts", set())
        if relate(kind, [instance.translation_key], machine_drafts=drafts):
            keys.announce(keys.translations(instance.translation_key))
