"""The form of a question: since when it is open, and what answers it, in the words of each language."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
)
from wagtail.admin.widgets import AdminDateInput

from rotativa.articles.actions import ask_again, save_inquiry
from rotativa.articles.choosers import ArticlePanel
from rotativa.articles.models import Inquiry, Question
from rotativa.newsroom.claim_form import CODES, in_language
from rotativa.newsroom.meanwhile import MeanwhileForm
from rotativa.pages import languages

MAX_ANSWER = 2000
SHARED = ("asked_on", "answered_on", "answered_by")


def answer_fields() -> dict[str, forms.Field]:
    """Of each language that the paper speaks."""
    return {
        f"answer_{code}": forms.CharField(
            label=in_language(gettext_noop("Answer"), code), max_length=MAX_ANSWER, required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        for code in CODES
    }  # fmt: skip


class QuestionForm(MeanwhileForm):
    again = forms.DateField(
        label=_("Asked again on"),
        required=False,
        widget=AdminDateInput,
        help_text=_(
            "It is added for good, shown to readers, and the desk is quiet for a fortnight."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = {f"answer_{code}": "" for code in CODES}
        for answer in self.instance.answers.select_related("locale"):
            answers[f"answer_{answer.locale.language_code}"] = answer.text
        self.initial |= answers
        self.remember({name: getattr(self.instance, name) for name in SHARED} | answers)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self.keep_what_others_changed(cleaned)
        day, asked_on = cleaned.get("answered_on"), cleaned.get("asked_on")
        answers = [cleaned.get(f"answer_{code}") for code in CODES]
        is_answered = bool(cleaned.get("answered_by") or any(answers))
        if is_answered and not day:
            self.add_error("answered_on", _("Say on which day it was answered."))
        if day and not is_answered:
            self.add_error("answered_by", _("Say what answers it: an article, or some words."))
        again = cleaned.get("again")
        if again and asked_on and again < asked_on:
            self.add_error("again", _("It was asked first after that day."))
        if day and asked_on and day < asked_on:
            self.add_error("answered_on", _("It was asked after that day."))
        return cleaned

    def save(self, commit: bool = True) -> Inquiry:
        inquiry: Inquiry = super().save(commit=False)
        if commit:
            said = self.cleaned_data
            answers = {c: said[f"answer_{c}"] for c in CODES if f"answer_{c}" in self.changed}
            save_inquiry(inquiry, answers, fields=self.changed.intersection(SHARED))
            if said["again"]:
                ask_again(inquiry, on=said["again"], by=self.for_user, at=timezone.now())
        return inquiry


QuestionFormInLanguages = type("QuestionFormInLanguages", (QuestionForm,), answer_fields())


class WordsPanel(Panel):
    """As each language asks it, with the article that does."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "newsroom/evidence/question_words.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            asking = Question.objects.filter(translation_key=self.instance.pk)
            asking = asking.select_related("article", "locale").in_order_of_languages()
            return context | {
                "rows": [(each, languages.name_of(each.locale.language_code)) for each in asking],
                "reminders": self.instance.reminders.select_related("by").order_by("date"),
            }


QUESTION_PANELS = ObjectList(
    [
        WordsPanel(heading=_("Question")),
        FieldRowPanel([FieldPanel("asked_on"), FieldPanel("again")]),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("answered_on"),
                        ArticlePanel("answered_by"),
                    ]
                ),
                *(FieldPanel(f"answer_{code}") for code in CODES),
            ],
            heading=_("Answer"),
            help_text=_("Shown to readers at once, in all languages that ask the question."),
        ),
    ],
    base_form_class=QuestionFormInLanguages,
)
