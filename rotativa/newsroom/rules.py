"""Who may do what at the desk, as far as no permission of Wagtail says it."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from wagtail.models import Locale, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from rotativa.articles.actions import source_of
from rotativa.articles.models import Article, FrontPage
from rotativa.articles.models.article import ArticleQuerySet
from rotativa.pages.models import PlainPage


def adds_articles_only(front: Page, user: Any) -> bool:
    """Plain pages are written by those who may change all pages below a front page."""
    permissions = front.permissions_for_user(user)
    return bool(permissions.can_add_subpage() and not permissions.may_change_all())


def explorable(user: Any) -> ArticleQuerySet:
    """Articles that somebody may work on or look at in the desk: below the pages where they may do anything."""
    articles: ArticleQuerySet = Article.objects.all()
    if user.is_superuser:
        return articles
    pages = PagePermissionPolicy().instances_with_direct_explore_permission(user)
    paths = sorted({page.path for page in pages})
    said = [Q(path__startswith=path) for path in paths]
    return articles.filter(reduce(or_, said)) if said else articles.none()


def may_read(page: Page, user: Any) -> bool:
    """What every reader may read, and what one may edit; not the drafts of others."""
    if page.permissions_for_user(user).can_edit():
        return True
    return bool(page.live and not page.get_view_restrictions().exists())


def may_translate(page: Page, user: Any, *, locale: Locale) -> bool:
    """Whoever may read a page and write in a language translates the one into the other."""
    parent = Page.objects.filter(
        translation_key=page.get_parent().translation_key, locale=locale, alias_of=None
    ).first()
    if parent is None or not user.has_perm("simple_translation.submit_translation"):
        return False
    front = parent.specific
    if isinstance(page.specific_deferred, PlainPage) and adds_articles_only(front, user):
        return False
    return bool(front.permissions_for_user(user).can_add_subpage() and may_read(page, user))


def languages_to_translate(page: Page, user: Any) -> list[Locale]:
    """Languages of the paper that lack the page, and in which somebody may write it."""
    there = Page.objects.filter(translation_key=page.translation_key).values("locale")
    missing = Locale.objects.exclude(pk__in=there)
    return [locale for locale in missing if may_translate(page, user, locale=locale)]


def may_change_versions(pages: Iterable[Page], user: Any) -> bool:
    """Whether somebody may say what they are to each other: readers see that on those that are live."""
    return all(may_publish(page, user) for page in pages if page.live)


def may_publish(page: Page, user: Any) -> bool:
    """It takes that, too, to answer for what a machine wrote."""
    return bool(page.permissions_for_user(user).can_publish())


def is_any_locked(pages: Iterable[Page], user: Any) -> bool:
    return any(page.permissions_for_user(user).page_locked() for page in pages)


def may_draft(article: Article, user: Any, *, locale: Locale) -> bool:
    """Whoever may edit the translation, or begin it, has a machine write it, from what they may read."""
    source = source_of(article, locale)
    version = Article.objects.filter(
        translation_key=article.translation_key, locale=locale, alias_of=None
    ).first()
    if version is None:
        return may_translate(source, user, locale=locale)
    return bool(version.permissions_for_user(user).can_edit() and may_read(source, user))


def languages_to_write(user: Any) -> set[int]:
    """Ids of the languages in which somebody may begin a translation."""
    if not user.has_perm("simple_translation.submit_translation"):
        return set()
    fronts = FrontPage.objects.filter(alias_of=None)
    return {
        front.locale_id for front in fronts if front.permissions_for_user(user).can_add_subpage()
    }
