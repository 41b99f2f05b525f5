"""Citing while writing: choose a source or paste an address, then say which words are relied on."""

from typing import Any

from django import forms
from django.forms import ModelForm
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenView,
    CreateView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet

from rotativa.articles.citations import MAX_LOCATOR, MAX_QUOTE
from rotativa.evidence.actions import add_source
from rotativa.evidence.addresses import MAX_URL, clean_url
from rotativa.evidence.models import Source
from rotativa.lib.fetch_errors import Refused
from rotativa.people.models import User

FIELDS = ("title", "publisher", "speaker", "date", "kind")


class WordsForm(forms.Form):
    """The words that the text leans on."""

    prefix = "cite"  # the page's own form has fields of the same names

    quote = forms.CharField(
        label=_("Words relied on"),
        max_length=MAX_QUOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("As the source says them. Readers see them in the list of sources."),
    )
    locator = forms.CharField(
        label=_("Where in the source"),
        max_length=MAX_LOCATOR,
        required=False,
        help_text=_("For example: page 31, or 2:14"),
    )

    def clean_quote(self) -> str:
        return " ".join(self.cleaned_data["quote"].split())


class FindForm(BaseFilterForm):
    q = forms.CharField(label=_("Search"), required=False)

    def filter(self, objects: Any) -> Any:
        objects = super().filter(objects)
        words = self.cleaned_data.get("q", "")
        self.search_query = words
        self.is_searching = bool(words)
        return objects.matching(words) if words else objects


class NewSourceForm(ModelForm[Source]):
    """An address that is there already is that source, not a mistake."""

    prefix = "source"

    class Meta:
        model = Source
        fields = ["url", *FIELDS]
        widgets = {"date": forms.DateInput(attrs={"type": "date"})}

    url = forms.CharField(
        label=_("Address"),
        max_length=MAX_URL,
        help_text=_(
            "Paste it. What the page is called is asked of it later, if you leave it empty."
        ),
    )

    def _post_clean(self) -> None:
        """Whether the address is taken is no question here."""

    def clean_url(self) -> str:
        try:
            url = clean_url(self.cleaned_data["url"])
            self.known = Source.objects.at_address(url).first()
        except Refused as error:
            raise forms.ValidationError(str(error)) from None
        return url


class CitingMixin:
    """What comes after a source was chosen: a second step in the same window."""

    request: HttpRequest

    def get_chosen_response(self, source: Source) -> JsonResponse:
        return words_step(self.request, source, WordsForm())


class ListOfSources:
    """The window, and the part of it that a search replaces."""

    filter_form_class = FindForm
    ordering = ["-added_at", "-pk"]
    title_column: Column

    @property
    def columns(self) -> list[Column]:
        return [self.title_column, Column("publisher", label=_("Publisher"))]


class ChooseSource(ListOfSources, ChooseView):
    pass


class ChooseSourceResults(ListOfSources, ChooseResultsView):
    pass


class ChosenSource(CitingMixin, ChosenView):
    pass


class CreateSource(CitingMixin, CreateView):
    def save_form(self, form: NewSourceForm) -> Source:
        said = {name: form.cleaned_data[name] for name in FIELDS if form.cleaned_data[name]}
        user = self.request.user
        by = user if isinstance(user, User) else None
        return add_source(form.cleaned_data["url"], by=by, at=timezone.now(), **said)


class CitingViewSet(ChooserViewSet):
    model = Source
    icon = "link"
    name = url_prefix = "citing"
    choose_one_text = _("Cite a source")
    page_title = _("Cite a source")
    creation_form_class = NewSourceForm
    create_action_label = _("Go on")
    creation_tab_label = _("New address")
    search_tab_label = _("Sources that are there")
    choose_view_class = ChooseSource
    choose_results_view_class = ChooseSourceResults
    chosen_view_class = ChosenSource
    create_view_class = CreateSource
    register_widget = False


def words(request: HttpRequest, pk: int) -> JsonResponse:
    """The second step, with the words as they are, or with those that were sent."""
    source = get_object_or_404(Source, pk=pk)
    if request.method != "POST":
        return words_step(request, source, WordsForm(initial=request.GET.dict()))
    form = WordsForm(request.POST)
    if not form.is_valid():
        return words_step(request, source, form)
    cited = {"id": str(source.pk), "name": source.name, **form.cleaned_data}
    return JsonResponse({"step": "cited", "result": cited})


def words_step(request: HttpRequest, source: Source, form: WordsForm) -> JsonResponse:
    answer: JsonResponse = render_modal_workflow(
        request,
        "newsroom/evidence/words.html",
        None,
        {"source": source, "form": form, "action": reverse("cite_words", args=[source.pk])},
        json_data={"step": "words"},
    )
    return answer
