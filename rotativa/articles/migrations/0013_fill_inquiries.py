from collections import defaultdict
from typing import Any

from django.db import migrations


def fill(apps: Any, schema_editor: Any) -> None:
    """What the languages said each for itself: the earliest day of each, and every answer."""
    Question, Inquiry, Answer = (
        apps.get_model("articles", name) for name in ("Question", "Inquiry", "Answer")
    )
    told = defaultdict(list)
    for question in Question.objects.select_related("article").order_by("pk").iterator(1000):
        if question.article.first_published_at or question.answered_on or question.answer:
            told[question.translation_key].append(question)
    Inquiry.objects.bulk_create(
        [
            Inquiry(
                key=key,
                asked_on=earliest(each.asked_on for each in those),
                answered_on=earliest(each.answered_on for each in those),
                answered_by_id=next((x.answered_by_id for x in those if x.answered_by_id), None),
            )
            for key, those in told.items()
        ],
        batch_size=200,
    )
    Answer.objects.bulk_create(
        [
            Answer(inquiry_id=key, locale_id=each.locale_id, text=each.answer)
            for key, those in told.items()
            for each in those
            if each.answer
        ],
        batch_size=200,
    )


def earliest(days: Any) -> Any:
    return min((day for day in days if day), default=None)


def give_back(apps: Any, schema_editor: Any) -> None:
    Question, Inquiry, Answer = (
        apps.get_model("articles", name) for name in ("Question", "Inquiry", "Answer")
    )
    for inquiry in Inquiry.objects.iterator(1000):
        Question.objects.filter(translation_key=inquiry.key).update(
            answered_on=inquiry.answered_on, answered_by=inquiry.answered_by_id
        )
    for answer in Answer.objects.iterator(1000):
        those = Question.objects.filter(translation_key=answer.inquiry_id, locale=answer.locale_id)
        those.update(answer=answer.text)


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_inquiries")]

    operations = [migrations.RunPython(fill, give_back)]
