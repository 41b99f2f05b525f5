"""The form of a claim: its words in each language, and one more line in the log of how it stands."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.widgets import AdminDateInput

from rotativa.articles.actions import change_claim, save_claim
from rotativa.articles.choosers import SourceChooser, SourcePanel
from rotativa.articles.models import Claim
from rotativa.articles.models.claim import Status
from rotativa.evidence.models import Source
from rotativa.pages import languages

CODES = [code for code, _name in settings.LANGUAGES]
MAX_WORDS = 500


def named(words: str, code: str) -> str:
    return f"{gettext(words)} ({languages.name_of(code)})"


in_language = lazy(named, str)


def language_fields() -> dict[str, forms.Field]:
    """Of each language that the paper speaks."""
    fields: dict[str, forms.Field] = {}
    for code in CODES:
        fields[f"text_{code}"] = forms.CharField(
            label=in_language(gettext_noop("Claim"), code), max_length=MAX_WORDS, required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip
        fields[f"speaker_{code}"] = forms.CharField(
            label=in_language(gettext_noop("Who says it"), code), max_length=200, required=False
        )
        fields[f"note_{code}"] = forms.CharField(
            label=in_language(gettext_noop("Note"), code), max_length=MAX_WORDS, required=False
        )
    return fields


class ClaimForm(WagtailAdminModelForm):
    new_status = forms.ChoiceField(
        label=_("From now on it is"),
        required=False,
        choices=[("", _("As before")), *Status.choices],
    )
    new_date = forms.DateField(label=_("Since"), required=False, widget=AdminDateInput)
    new_source = forms.ModelChoiceField(
        label=_("According to"),
        queryset=Source.objects.all(),
        required=False,
        widget=SourceChooser(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            return
        for words in self.instance.words.select_related("locale"):
            code = words.locale.language_code
            self.initial |= {f"text_{code}": words.text, f"speaker_{code}": words.speaker}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not any(cleaned.get(f"text_{code}") for code in CODES):
            self.add_error(f"text_{CODES[0]}", _("A claim needs words in one language at least."))
        if not cleaned.get("new_status"):
            return cleaned
        if not cleaned.get("new_source"):
            self.add_error("new_source", _("Say whose word that is."))
        if not any(cleaned.get(f"note_{code}") for code in CODES):
            self.add_error(f"note_{CODES[0]}", _("Say why, in one language at least."))
        return cleaned

    def save(self, commit: bool = True) -> Claim:
        claim: Claim = super().save(commit=False)
        if commit:
            self.store(claim)
        return claim

    def store(self, claim: Claim) -> None:
        said, now = self.cleaned_data, timezone.now()
        words = {code: (said[f"text_{code}"], said[f"speaker_{code}"]) for code in CODES}
        save_claim(claim, words, by=self.for_user, at=now)
        if said["new_status"]:
            change_claim(
                claim,
                said["new_status"],
                on=said["new_date"] or timezone.localdate(),
                source=said["new_source"],
                by=self.for_user,
                at=now,
                notes={code: said[f"note_{code}"] for code in CODES},
            )


ClaimFormInLanguages = type("ClaimFormInLanguages", (ClaimForm,), language_fields())


class HistoryPanel(Panel):
    """The log as it is: nothing in it can be changed."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "newsroom/evidence/history.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            statuses = self.instance.statuses.select_related("source", "by")
            return context | {"statuses": statuses.prefetch_related("notes__locale").order_by("pk")}


def words_panel(code: str) -> MultiFieldPanel:
    return MultiFieldPanel(
        [FieldPanel(f"text_{code}"), FieldPanel(f"speaker_{code}")],
        heading=lazy(languages.name_of, str)(code),
    )


CLAIM_PANELS = ObjectList(
    [
        *map(words_panel, CODES),
        FieldRowPanel([FieldPanel("said_on"), SourcePanel("first_source")]),
        HistoryPanel(heading=_("History")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("new_status"), FieldPanel("new_date")]),
                FieldPanel("new_source"),
                *(FieldPanel(f"note_{code}") for code in CODES),
            ],
            heading=_("A change of how it stands"),
            help_text=_("It is added to the history for good, and shown to readers at once."),
        ),
    ],
    base_form_class=ClaimFormInLanguages,
)
