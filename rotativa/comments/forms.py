"""What readers fill in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rotativa.comments.rules import LONGEST, PEOPLES
from rotativa.comments.text import cleaned

TOO_LONG = _("This is longer than %(limit_value)d characters. Please shorten it.")


class WordsField(forms.CharField):
    """Cleaned first: a null byte is no reason to lose what somebody wrote, and has no place in a page."""

    def to_python(self, value: object) -> str:
        return cleaned(str(value or ""))

    def bound_data(self, data: object, initial: object) -> str:  # noqa: ARG002  # Django's signature
        """What the form shows again."""
        return self.to_python(data)


class CommentForm(forms.Form):
    text = WordsField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": _("Write something first."),
            "max_length": TOO_LONG,
        },
    )


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        choices=[(each.value, each.label) for each in PEOPLES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    words = WordsField(
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": TOO_LONG},
    )
