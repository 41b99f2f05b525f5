"""How many comments there are, beside the headlines of a list: read for all of them in one query."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Subquery
from django.utils.translation import ngettext

from rotativa.articles.models import Article
from rotativa.comments.actions import count_key
from rotativa.comments.models import CommentRules, ThreadCount
from rotativa.comments.models.house import KEY
from rotativa.pages import keys


def remarks_on(articles: Sequence[Article]) -> Mapping[int, str]:
    """By the article's number; nothing is said of those without comments."""
    keys.declare(KEY, *(count_key(each.translation_key) for each in articles))
    shared, of_language = counted({each.translation_key for each in articles})
    found = {
        each.pk: of_language.get((each.translation_key, each.locale.language_code), 0)
        if each.translation_key not in shared
        else shared[each.translation_key]
        for each in articles
    }
    return {pk: words_of(number) for pk, number in found.items() if number > 0}


def counted(threads: set[UUID]) -> tuple[dict[UUID, int], dict[tuple[UUID, str], int]]:
    """Of threads that translations share, and of those that each language has for itself."""
    rules = CommentRules.objects.order_by("pk").values("is_shared")[:1]
    rows = ThreadCount.objects.filter(thread__in=threads).annotate(is_shared=Subquery(rules))
    shared: dict[UUID, int] = {}
    of_language: dict[tuple[UUID, str], int] = {}
    for thread, language, number, is_shared in rows.values_list(
        "thread", "language", "approved", "is_shared"
    ):
        if is_shared is False:
            of_language[thread, language] = number
        else:  # also where nobody has stored any rules
            shared[thread] = shared.get(thread, 0) + number
    return shared, of_language


def words_of(number: int) -> str:
    return ngettext("%(number)d comment", "%(number)d comments", number) % {"number": number}
