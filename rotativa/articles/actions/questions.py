"""Questions: how they stand, which all languages share."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from wagtail.models import Locale

from rotativa.articles.models import Answer, Article, Inquiry, Question, Reminder
from rotativa.articles.question_keys import announce_inquiry
from rotativa.articles.search import entries
from rotativa.people.models import User


def open_inquiries(questions: Iterable[Question]) -> None:
    """Of what is published: from now on each is one thing in all languages. One query, or none."""
    new = [Inquiry(pk=each.translation_key, asked_on=each.asked_on) for each in questions]
    if new:
        Inquiry.objects.bulk_create(new, ignore_conflicts=True)


@transaction.atomic
def ask_again(inquiry: Inquiry, *, on: date, by: User | None, at: datetime) -> Reminder:
    """Written down once for each day; it stays."""
    reminder: Reminder
    reminder, _is_new = Reminder.objects.get_or_create(
        inquiry=inquiry, date=on, defaults={"by": by, "at": at}
    )
    announce_inquiry(inquiry, answered_by=set())
    return reminder


@transaction.atomic
def save_inquiry(
    inquiry: Inquiry, answers: Mapping[str, str], *, fields: Collection[str] | None = None
) -> Inquiry:
    """Store how a question stands, with the words of its answer by language; empty ones are taken out.

    Only these fields, if they are named: the others and those languages may have changed meanwhile.
    """
    former = Inquiry.objects.filter(pk=inquiry.pk).values_list("answered_by", flat=True).first()
    inquiry.save(update_fields=fields)
    for locale in Locale.objects.filter(language_code__in=answers):
        if text := answers[locale.language_code]:
            Answer.objects.update_or_create(inquiry=inquiry, locale=locale, defaults={"text": text})
        else:
            Answer.objects.filter(inquiry=inquiry, locale=locale).delete()
    answering = {pk for pk in (former, inquiry.answered_by_id) if pk}
    announce_inquiry(inquiry, answered_by=answering)
    asking = Question.objects.published().filter(translation_key=inquiry.pk).values("article")
    for article in Article.objects.filter(pk__in=asking).select_related("locale"):
        entries.follow(article)
    return inquiry
