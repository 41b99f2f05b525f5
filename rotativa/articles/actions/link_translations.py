"""Telling the paper that two articles which were written apart are one in two languages; and undoing it."""

import uuid
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rotativa.articles.models import Article
from rotativa.articles.standing import later_key
from rotativa.pages import keys
from rotativa.pages.actions import NotChecked, machine_drafts_of, relate, relate_copy
from rotativa.pages.models import TranslationState


class NotLinked(Exception):
    """In words that an editor understands."""


def link_translations(article: Article, *, original: Article) -> TranslationState:
    """From now on the article is a translation of the other; nobody has checked it yet."""
    try:
        with transaction.atomic():
            return linked(article, original)
    except IntegrityError as error:
        raise NotLinked(_("Somebody has linked one of them at the same moment.")) from error


def linked(article: Article, original: Article) -> TranslationState:
    others = versions_of(original)
    own = versions_of(article)
    if article.translation_key == original.translation_key:
        raise NotLinked(_("They are versions of one article already."))
    if article.locale_id in {each.locale_id for each in others}:
        raise NotLinked(_("The other article has a version in this language already."))
    if len(own) > 1:
        raise NotLinked(
            _("This article has versions in other languages: take it away from them first.")
        )
    give_key(article, original.translation_key, versions=[*own, *others])
    return relate_copy(article, source=original)


@transaction.atomic
def unlink_translation(article: Article) -> None:
    """From now on the article stands alone, and is no version of what it was linked with.

    Raises `NotChecked` where nothing would tell any more that a machine wrote a version.
    """
    old_key = article.translation_key
    own = TranslationState.objects.filter(page=article.pk, is_machine_draft=True)
    if own.exists() or machine_drafts_of(article):
        raise NotChecked(_("A version of it is a machine draft: it has to be checked first."))
    TranslationState.objects.filter(page=article.pk).delete()
    TranslationState.objects.of_originals(article).delete()
    give_key(article, uuid.uuid4(), versions=versions_of(article))
    relate(Article, [old_key])


def versions_of(article: Article) -> list[Article]:
    return list(Article.objects.filter(translation_key=article.translation_key))


def give_key(article: Article, key: uuid.UUID, *, versions: Iterable[Article]) -> None:
    """Each version says in which languages it can be read, and the lists of coverage name one of them."""
    former = article.translation_key
    Article.objects.filter(pk=article.pk).update(translation_key=key)
    article.translation_key = key
    said = [keys.translations(each) for each in (former, key)]
    said += [later_key(each) for each in (former, key)]
    keys.announce(*said, *(f"page:{each.pk}" for each in versions))
