"""Questions in the form of their article: each stays the same thing, whatever is done to its words."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel

from rotativa.articles.models.question import Inquiry, Question
from rotativa.pages.models import TranslationState

KEY = "key"


class QuestionsPanel(InlinePanel):
    """With the key of each question, which a draft's questions have no row to be known by."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        formset = options["formsets"][self.relation_name]
        form = formset.get("form", WagtailAdminModelForm)
        field = forms.UUIDField(required=False, widget=forms.HiddenInput)
        formset["form"] = type(form)("QuestionForm", (form,), {KEY: field})
        return options


def show_inquiries(formset: Any) -> None:
    """The day on which it was asked is no matter of one language any more."""
    shown = [form for form in formset.initial_forms if form.instance.text]
    keys = [form.instance.translation_key for form in shown]
    inquiries = Inquiry.objects.in_bulk(keys) if keys else {}
    for form in shown:
        form.initial[KEY] = form.instance.translation_key
        if inquiry := inquiries.get(form.instance.translation_key):
            form.initial["asked_on"] = inquiry.asked_on
            form.fields["asked_on"].disabled = True


def keep_keys(formset: Any, *, article: Any) -> None:
    """Before the questions are stored: those that were there keep theirs, whatever else was sent.

    A question that is new in a translation is what the original asks at the same place, if nothing here is.
    """
    own = {each.translation_key for each in article.questions.all()}
    forms_left = [form for form in formset.ordered_forms if form.cleaned_data]
    taken: set[UUID] = set()
    for form in forms_left:
        key = form.cleaned_data.get(KEY)
        if key in own - taken:
            form.instance.translation_key = key
            taken.add(key)
    asked = keys_of_original(article)
    for form, key in zip(forms_left, asked, strict=False):
        if form.instance.translation_key not in taken and key not in own | set(taken):
            form.instance.translation_key = key


def keys_of_original(article: Any) -> Iterable[UUID]:
    original = TranslationState.objects.filter(page=article.pk).values("original")
    asked = Question.objects.filter(article__in=original).order_by("sort_order", "pk")
    return list(asked.values_list("translation_key", flat=True)) if article.pk else []
