from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import ModelForm

from rotativa.articles.models.correction import CorrectionKind
from rotativa.articles.models.question_form import keep_keys, show_inquiries
from rotativa.articles.models.tag import Tag
from rotativa.pages.models.body_form import BodyPageForm


class ArticleForm(BodyPageForm):
    """Offers the tags of the article's language, and keeps those of others that it has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "tags" in self.fields:
            chosen = [tag.pk for tag in self.initial.get("tags", [])]
            ours = Q(locale_id=self.instance.locale_id) | Q(pk__in=chosen)
            self.fields["tags"].queryset = Tag.objects.filter(ours).order_by("name")

        if "correction_kind" in self.fields:
            self.fields["correction_kind"].required = False  # it says something with a text only
        self.forget_correction()
        if "questions" in self.formsets:
            show_inquiries(self.formsets["questions"])

    def clean_correction_kind(self) -> str:
        return self.cleaned_data["correction_kind"] or CorrectionKind.CORRECTION

    def forget_correction(self) -> None:
        """Once it is published, the draft's words for it have done their work."""
        text = self.instance.correction_text
        if text and self.instance.corrections.filter(text=text).exists():
            self.initial["correction_text"] = ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for form in self.formsets["earlier_coverage"].forms:
            earlier = form.cleaned_data.get("earlier") if form.is_valid() else None
            if earlier:
                self.ask_whether_earlier(form, earlier)
        if (questions := self.formsets["questions"]).is_valid():
            keep_keys(questions, article=self.instance)
        return cleaned

    def ask_whether_earlier(self, form: ModelForm[Any], earlier: Any) -> None:
        """Here, since a row of an article that is not stored yet knows no article to ask."""
        try:
            self.instance.refuse_as_earlier(earlier)
        except ValidationError as error:
            form.add_error(None, error)
