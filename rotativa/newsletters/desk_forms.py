"""What editors tell the desk of newsletters and issues."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils import dates, timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from rotativa.newsletters.actions import reschedule_drafts
from rotativa.newsletters.composing.compose import LONGEST_SUBJECT
from rotativa.newsletters.composing.contents import Contents, Story
from rotativa.newsletters.models import Newsletter
from rotativa.newsletters.models.newsletter import DAILY
from rotativa.newsletters.printed import announce_newsletter
from rotativa.pages import languages

WEEKDAYS = tuple((str(number + 1), capfirst(name)) for number, name in dates.WEEKDAYS.items())
SCHEDULE = {"days", "hour", "time_zone", "going"}
LONGEST_NOTE = 2000
MOST_MINUTES_AHEAD = 720


def language_choices() -> list[tuple[str, str]]:
    return [(code, str(capfirst(languages.name_of(code)))) for code, _name in settings.LANGUAGES]


def zone_choices() -> list[tuple[str, str]]:
    own = _("That of the site (%(zone)s)") % {"zone": settings.TIME_ZONE}
    return [("", str(own)), *((name, name) for name in settings.WAGTAIL_USER_TIME_ZONES)]


class NewsletterForm(WagtailAdminModelForm):
    days = forms.MultipleChoiceField(
        label=_("Days"),
        choices=WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With a single day it is a weekly."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices, required=False)
    minutes_ahead = forms.IntegerField(
        label=_("Minutes ahead"),
        min_value=0,
        max_value=MOST_MINUTES_AHEAD,
        help_text=Newsletter._meta.get_field("minutes_ahead").help_text,
    )

    class Meta:
        model = Newsletter
        fields = [
            *("slug", "section", "author", "going", "days", "hour", "time_zone"),
            *("minutes_ahead", "if_nothing", "untranslated", "is_offered", "counts_clicks"),
        ]
        widgets = {"hour": forms.TimeInput(format="%H:%M", attrs={"type": "time"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["days"] = list(self.instance.days)
        self.fields["slug"].disabled = self.instance.pk is not None  # it stands in addresses
        if self.instance.slug == DAILY:  # the form of every page is for it
            del self.fields["is_offered"]
        names = [f"name_{code}" for code, _name in settings.LANGUAGES]
        for name, (code, _name) in zip(names, settings.LANGUAGES, strict=True):
            self.fields[name] = forms.CharField(
                label=_("Name in %(language)s") % {"language": languages.name_of(code)},
                max_length=100,
                required=False,
                initial=self.instance.names.get(code, ""),
                widget=forms.TextInput(attrs={"placeholder": self.instance.usual_name_in(code)}),
            )
        self.order_fields([*names, *self.Meta.fields])

    def clean_days(self) -> str:
        return "".join(sorted(self.cleaned_data["days"]))

    @transaction.atomic
    def save(self, commit: bool = True) -> Newsletter:
        newsletter: Newsletter = self.instance
        newsletter.names = {
            code: name
            for code, _name in settings.LANGUAGES
            if (name := self.cleaned_data[f"name_{code}"].strip())
        }
        is_rescheduled = bool(SCHEDULE & set(self.changed_data))
        if is_rescheduled:
            newsletter.scheduled_at = timezone.now()
        super().save(commit)
        if commit:
            if is_rescheduled:
                reschedule_drafts(newsletter, at=newsletter.scheduled_at)
            announce_newsletter(newsletter)
        return newsletter


class ComposeForm(forms.Form):
    """In the languages that readers can open."""

    newsletter = forms.ModelChoiceField(
        label=_("Newsletter"),
        queryset=Newsletter.objects.select_related("section", "author").order_by("pk"),
        empty_label=None,
    )

    def __init__(self, *args: Any, shown: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(code, name) for code, name in language_choices() if code in shown]
        self.fields["language"] = forms.ChoiceField(label=_("Language"), choices=chosen)


class ArrangeForm(forms.Form):
    """The stories of a draft: each with a box to leave it out, and a number by which they stand.

    What another editor has done since the page was opened is not taken back before whoever opened it knows.
    """

    subject = forms.CharField(label=_("Subject"), max_length=LONGEST_SUBJECT)
    note = forms.CharField(
        label=_("Note of the editor"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands before the first story."),
    )

    def __init__(
        self, *args: Any, contents: Contents, subject: str, version: str, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"subject": subject, "note": contents.note}
        super().__init__(*args, **kwargs)
        self.contents, self.version = contents, version
        for number, (story, is_in) in enumerate(self.all_stories, 1):
            title = story.title
            self.fields[f"in_{story.article}"] = forms.BooleanField(
                label=_("Include: %(title)s") % {"title": title}, required=False, initial=is_in
            )
            self.fields[f"place_{story.article}"] = forms.IntegerField(
                label=_("Place of: %(title)s") % {"title": title},
                min_value=0,
                max_value=999,
                initial=number,
                widget=forms.NumberInput(attrs={"class": "newsletter-place"}),
            )
        if self.is_bound:
            self.data = self.with_unseen(self.data)

    def with_unseen(self, given: Any) -> Any:
        """Stories that were not on the page that was sent stay as they are."""
        data = given.copy()
        for story, is_in in self.all_stories:
            place, box = f"place_{story.article}", f"in_{story.article}"
            if place not in given:
                data[place] = str(self.fields[place].initial)
                data.update({box: "on"} if is_in else {})
        return data

    def clean(self) -> None:
        if self.data.get("version") != self.version:
            raise forms.ValidationError(
                _(
                    "Somebody else has changed this issue since you opened it; further down it stands as they left "
                    "it. What you say here is not stored yet: press the button again to have it so."
                )
            )

    @cached_property
    def all_stories(self) -> list[tuple[Story, bool]]:
        chosen = [(story, True) for story in self.contents.stories]
        return [*chosen, *((story, False) for story in self.contents.left_out)]

    def rows(self) -> Iterator[tuple[Story, Any, Any]]:
        for story, _is_in in self.all_stories:
            yield story, self[f"in_{story.article}"], self[f"place_{story.article}"]

    def order(self) -> Iterable[int]:
        """The articles that stay, as they are numbered; those of one number as they stood."""
        given = self.cleaned_data
        kept = [s.article for s, _is_in in self.all_stories if given[f"in_{s.article}"]]
        return sorted(kept, key=lambda pk: given[f"place_{pk}"])
