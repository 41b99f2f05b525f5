"""Which printed pages a change of how a question stands concerns."""

from rotativa.articles.models import Article, Inquiry, Question
from rotativa.articles.standing import questions_list
from rotativa.pages import keys


def announce_inquiry(inquiry: Inquiry, *, answered_by: set[int]) -> None:
    """In each language that asks it the article and the lists; and the articles that answer it, or did.

    Those are few, however many questions there are: as many as there are languages.
    """
    asking = Question.objects.published().filter(translation_key=inquiry.pk)
    rows = asking.values_list("article", "locale__language_code")
    said = {key for pk, language in rows for key in (f"page:{pk}", questions_list(language))}
    answering = Article.objects.filter(pk__in=answered_by).values("translation_key")
    versions = Article.objects.published().filter(translation_key__in=answering)
    said |= {f"page:{pk}" for pk in versions.values_list("pk", flat=True)}
    if said:
        keys.announce(*said)
