"""What an import knows of how questions stand: in whichever language it is told, it holds in all."""

from collections.abc import Sequence

from rotativa.articles.models import Answer, Article, Inquiry
from rotativa.importers.records import Item


def keep_answers(made: Sequence[tuple[Item, Article]]) -> None:
    """Five queries at most. What the paper knows of a question already stays."""
    answered = [
        (told, question)
        for item, article in made
        for told, question in zip(item.questions, article.questions.all(), strict=True)
        if told.answer or told.answered_on
    ]
    if not answered:
        return
    Inquiry.objects.bulk_create(
        [Inquiry(pk=each.translation_key, asked_on=told.asked_on) for told, each in answered],
        ignore_conflicts=True,
    )
    days = {each.translation_key: told.answered_on for told, each in answered if told.answered_on}
    opened = list(Inquiry.objects.open().filter(pk__in=days))
    for inquiry in opened:
        inquiry.answered_on = days[inquiry.pk]
    Inquiry.objects.bulk_update(opened, ["answered_on"], batch_size=100)
    Answer.objects.bulk_create(
        [
            Answer(inquiry_id=each.translation_key, locale=each.locale, text=told.answer)
            for told, each in answered
            if told.answer
        ],
        ignore_conflicts=True,
    )
