"""What follows from news."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.signals import copy_for_translation_done, post_page_move

from rotativa.articles.actions import (
    Counted,
    count_change,
    counted,
    find_articles_without_cards,
    find_lost_machine_drafts,
    follow_citations,
    follow_translation,
    list_anew,
    open_inquiries,
    pictures_in,
    publish_correction,
    rename_section_on_cards,
    request_cards_of_articles,
)
from rotativa.articles.citations import marks_in_draft
from rotativa.articles.models import (
    Article,
    Author,
    Citation,
    Correction,
    FrontPage,
    Section,
    Tag,
)
from rotativa.articles.models.article import authors_at_once
from rotativa.articles.models.group import Group
from rotativa.articles.moved_groups import lead_on_from, remember_address
from rotativa.articles.news import announce_change, announce_group
from rotativa.articles.search import entries
from rotativa.articles.signals import groups_added, machine_drafts_requested, pages_added
from rotativa.articles.standing import (
    Standing,
    checks_key,
    corrections_list,
    full_pages,
    share_named,
    standing_of,
)
from rotativa.articles.tasks import (
    index_groups,
    index_pages,
    index_words,
    make_machine_draft,
    show_pictures,
)
from rotativa.evidence.signals import captured, checked, cited, relied_on
from rotativa.lib.clock import minute
from rotativa.media.actions import request_renditions
from rotativa.pages import keys
from rotativa.pages.addresses import home_url
from rotativa.pages.desk_fields import touches_readers
from rotativa.pages.tasks import have_drawn


@receiver(pages_added)
def index_added_pages(*, page_ids: list[int], **kwargs: Any) -> None:
    index_pages.enqueue(page_ids)
    show_pictures.enqueue(page_ids)


@receiver(post_save, sender=Revision)
def show_pictures_of_revision(instance: Revision, **kwargs: Any) -> None:
    """Asked for with the first draft, so that previews have them and publishing waits for none."""
    if pictures := pictures_in(instance.content):
        request_renditions(pictures, at=timezone.now())


@receiver(post_save, sender=Author)
def show_portrait(instance: Author, **kwargs: Any) -> None:
    if instance.portrait_id:
        request_renditions([instance.portrait_id], at=timezone.now())


@receiver(groups_added)
def index_added_groups(*, sender: type[Group], ids: list[int], **kwargs: Any) -> None:
    index_groups.enqueue(sender._meta.label, ids)


@receiver(machine_drafts_requested)
def wake_the_machine(*, ids: list[int], **kwargs: Any) -> None:
    for each in ids:
        transaction.on_commit(partial(make_machine_draft.enqueue, each))


@receiver(captured)
def tell_of_copy(source_id: int, **kwargs: Any) -> None:
    keys.announce(f"source:{source_id}")


@receiver(checked)
def tell_of_check(source_id: int, is_news: bool, **kwargs: Any) -> None:
    """Each look changes the history on one page; articles are printed anew for news alone."""
    keys.announce(checks_key(source_id), *([f"source:{source_id}"] if is_news else []))


@receiver(relied_on)
def quotes_of(source_id: int, **kwargs: Any) -> list[str]:
    """By what readers can read now."""
    published = Citation.objects.published().filter(source=source_id).exclude(quote="")
    return list(published.order_by("quote").values_list("quote", flat=True).distinct())


@receiver(minute)
def look_for_lost_drafts(*, at: datetime, **kwargs: Any) -> None:
    find_lost_machine_drafts(at=at)


@receiver([pre_save, pre_delete], sender=Article)
@receiver([pre_save, pre_delete], sender=Page)
def remember_standing(instance: Page, **kwargs: Any) -> None:
    """Where the article stands in the database still, to be compared once the change is made."""
    if instance.pk and touches_readers(kwargs.get("update_fields")):
        stored = stored_article(instance.pk)
        if stored and isinstance(instance, Article):
            share_named(instance, stored)
        instance.__dict__["_standing"] = standing_of(stored) if stored else None
        instance.__dict__["_revision"] = stored.live_revision_id if stored else None
        instance.__dict__["_counted"] = counted(stored) if stored else None


@receiver([post_save, post_delete], sender=Article)
@receiver([post_save, post_delete], sender=Page)
def tell_of_change(instance: Page, signal: Any, **kwargs: Any) -> None:
    """Each draft that is saved is stored too; only what readers can see of an article is told of."""
    if not touches_readers(kwargs.get("update_fields")):
        return
    if not isinstance(instance, Article):
        list_anew(Article.objects.filter(pk=instance.pk))
    before: Standing | None = instance.__dict__.pop("_standing", None)
    article = instance if isinstance(instance, Article) else stored_article(instance.pk)
    after = standing_of(article) if article and signal is post_save else None
    if after and article:
        open_inquiries(article.questions.all())
    revision_id: int | None = instance.__dict__.pop("_revision", None)
    was: Counted | None = instance.__dict__.pop("_counted", None)
    if before or after:
        count_change(instance, before=was, after=counted(article) if article and after else None)
        announce_change(instance, before=before, after=after)
    if isinstance(instance, Article) and signal is post_save:
        follow_citations(instance)
        if before and after:
            publish_correction(instance, from_revision_id=revision_id, at=timezone.now())
    if article and after:
        have_drawn(request_cards_of_articles([article], at=timezone.now()))


@receiver(post_save, sender=Correction)
def tell_of_correction(instance: Correction, **kwargs: Any) -> None:
    language = instance.article.language
    keys.announce(f"page:{instance.article_id}", *announced_lists(language))


@receiver(post_delete, sender=Correction)
def tell_of_correction_gone(instance: Correction, **kwargs: Any) -> None:
    """With its article."""
    locale = Page.objects.filter(pk=instance.article_id).values_list("locale__language_code")
    for (language,) in locale:
        keys.announce(*announced_lists(language))


def announced_lists(language: str) -> tuple[str, str]:
    return corrections_list(language), full_pages(corrections_list(language))


@receiver(post_save, sender=Revision)
def sources_of_draft(instance: Revision, **kwargs: Any) -> None:
    """A source may vanish within minutes: what a draft leans on is told of as soon as it is saved."""
    is_of_article = issubclass(instance.content_type.model_class() or object, Article)
    if is_of_article and (marks := marks_in_draft(instance.content)):
        cited.send(sender=Article, source_ids=sorted({mark.source_id for mark in marks}))


@receiver(minute)
def look_for_articles_without_cards(at: datetime, **kwargs: Any) -> None:
    have_drawn(find_articles_without_cards(at=at))


@receiver(post_save, sender=Section)
def section_renamed(instance: Section, raw: bool, created: bool, **kwargs: Any) -> None:
    if not raw and not created:
        rename_section_on_cards(instance, at=timezone.now())


@receiver(post_save, sender=Article)
@receiver(post_save, sender=Page)
def follow_words(instance: Page, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    """What the article is found by; deleted with it."""
    if touches_readers(update_fields):
        article = instance if isinstance(instance, Article) else stored_article(instance.pk)
        if article is not None:
            entries.follow(article)
    elif isinstance(instance, Article) and "latest_revision" in (update_fields or ()):
        entries.follow_draft(instance)


@receiver(minute)
def index_what_is_behind(**kwargs: Any) -> None:
    """Words of all articles are made anew after an upgrade that makes them in another way."""
    if entries.is_behind():
        index_words.enqueue()


@receiver([post_save, post_delete], sender=PageViewRestriction)
def tell_of_restriction(instance: PageViewRestriction, **kwargs: Any) -> None:
    """What only some readers may open stands in no list: told as if it were published or withdrawn."""
    list_anew(Article.objects.descendant_of(instance.page, inclusive=True))
    article = stored_article(instance.page_id)
    if article is not None and (standing := standing_of(article)):
        announce_change(article, before=None, after=standing)
        announce_change(article, before=standing, after=None)
    if not goes_with_page(kwargs.get("origin")):
        follow_below(instance.page)


@receiver(post_page_move)
def list_moved(instance: Page, **kwargs: Any) -> None:
    """Among pages that only some readers may open, or out from there."""
    list_anew(Article.objects.descendant_of(instance, inclusive=True))
    follow_below(instance)


def goes_with_page(origin: Model | QuerySet[Any] | None) -> bool:
    """Whether what is deleted is deleted because its page is."""
    model = origin.model if isinstance(origin, QuerySet) else type(origin)
    return issubclass(model, Page)


def follow_below(page: Page) -> None:
    """An article is found, or is no longer, at once; of all articles below a page readers lose sight at once."""
    if (article := stored_article(page.pk)) is not None:
        entries.follow(article)
        return
    entries.drop_hidden()
    index_words.enqueue()


@receiver([pre_save, pre_delete], sender=FrontPage)
def remember_front(instance: Page, **kwargs: Any) -> None:
    if touches_readers(kwargs.get("update_fields")):
        instance.__dict__["_was_live"] = FrontPage.objects.live().filter(pk=instance.pk).exists()


@receiver([post_save, post_delete], sender=FrontPage)
def tell_of_front(instance: Page, signal: Any, **kwargs: Any) -> None:
    """The switch of languages on every page leads to it while it is published."""
    if touches_readers(kwargs.get("update_fields")):
        is_live = instance.live and signal is post_save
        if is_live != instance.__dict__.pop("_was_live", False):
            keys.announce(keys.SITE)
        language = instance.locale.language_code
        address = keys.Address(home_url(language), keys.Kind.FRONT, language)
        keys.announce(f"page:{instance.pk}", addresses=[address])


@receiver([pre_save, post_save], sender=Page)
def front_taken_back(instance: Page, signal: Any, raw: bool, **kwargs: Any) -> None:
    """The clock stores what all pages have in common."""
    if raw or not issubclass(instance.specific_class or Page, FrontPage):
        return
    if signal is pre_save:
        remember_front(instance, **kwargs)
    else:
        tell_of_front(instance, signal, **kwargs)


@receiver(pre_save, sender=Section)
@receiver(pre_save, sender=Author)
@receiver(pre_save, sender=Tag)
def remember_group(instance: Group, raw: bool, **kwargs: Any) -> None:
    if instance.pk and not raw:
        remember_address(instance)


@receiver([post_save, post_delete], sender=Section)
@receiver([post_save, post_delete], sender=Author)
@receiver([post_save, post_delete], sender=Tag)
def tell_of_group(instance: Group, **kwargs: Any) -> None:
    announce_group(instance, is_new=kwargs.get("created", False))
    lead_on_from(instance)


@receiver(copy_for_translation_done)
def follow_into_language(target_obj: Any, **kwargs: Any) -> None:
    if isinstance(target_obj, Article) and not target_obj.alias_of_id:
        follow_translation(target_obj)


def stored_article(pk: int | None) -> Article | None:
    articles = Article.objects.filter(pk=pk).select_related("locale", "section__parent")
    return articles.prefetch_related(authors_at_once()).first()
