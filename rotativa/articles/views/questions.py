"""The index of questions: every one stays until somebody answers it."""

from statistics import median

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.models import Locale

from rotativa.articles.models import Article, Inquiry, Question
from rotativa.articles.question_rows import rows_of
from rotativa.articles.standing import questions_list
from rotativa.articles.views.lists import in_other_languages
from rotativa.pages import keys
from rotativa.pages.today import today

MOST_OPEN = 500
MOST_ANSWERED = 100


def questions(request: HttpRequest) -> HttpResponse:
    locale = Locale.get_active()
    keys.declare(questions_list(locale.language_code))
    found = Question.objects.published().in_locale(locale)
    told = found.values("translation_key")
    dated = Inquiry.objects.filter(pk__in=told).answered().exclude(asked_on=None)
    days = [days for each in dated if (days := each.days_open()) is not None]
    return TemplateResponse(
        request,
        "articles/questions.html",
        {
            "is_of_today": True,
            "open": rows_of(found.open().oldest_first()[:MOST_OPEN], locale=locale, on=today()),
            "answered": rows_of(
                found.answered().latest_answers_first()[:MOST_ANSWERED], locale=locale, on=today()
            ),
            "open_count": found.open().count(),
            "answered_count": len(days),
            "median_days": round(median(days)) if days else None,
            "menu_current": request.path,
            "translations": in_other_languages(
                lambda: reverse("questions"), Article.objects.exclude(questions=None)
            ),
        },
    )
