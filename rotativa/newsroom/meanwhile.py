"""Two people at one form: what each has changed is stored, and a change of the same field is told."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.formats import localize
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm


class MeanwhileForm(WagtailAdminModelForm):
    """Knows what it showed, in a hidden field, and so what was changed by whom."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    data: Any
    stored: Mapping[str, Any]
    """What stands now, by field; set by the form at its start."""
    changed: set[str]
    """Fields that were changed here, after `keep_what_others_changed`."""

    def remember(self, stored: Mapping[str, Any]) -> None:
        self.stored = stored
        self.initial["seen"] = json.dumps({name: digest(each) for name, each in stored.items()})

    def keep_what_others_changed(self, cleaned: dict[str, Any]) -> None:
        """Puts it into what was sent; whoever changed the same is asked, and overwrites it by saving again."""
        now = {name: digest(each) for name, each in self.stored.items()}
        seen = now | read(cleaned.get("seen", ""))
        said = {name: digest(cleaned[name]) for name in now if name in cleaned}
        self.changed = {name for name in said if said[name] not in {seen[name], now[name]}}
        kept = {name for name in said if said[name] == seen[name] != now[name]}
        cleaned |= {name: self.stored[name] for name in kept}
        asked = {name for name in self.changed if seen[name] != now[name]}
        for name in asked:
            words = _(
                "Somebody has changed this meanwhile; now it says: %(now)s – Save again to "
                "overwrite it."
            )
            self.add_error(name, words % {"now": localize(self.stored[name]) or "–"})
        if asked:
            self.show_anew(kept)

    def show_anew(self, kept: set[str]) -> None:
        """What is asked about stays as it was typed, beside what others have changed."""
        self.data = self.data.copy()
        for name in kept:
            self.data[name] = getattr(self.stored[name], "pk", self.stored[name]) or ""
        self.data["seen"] = self.initial["seen"]


def read(seen: str) -> dict[str, str]:
    """What cannot be read was not sent by the form: nothing is known then of what was shown."""
    try:
        told = json.loads(seen or "{}")
    except ValueError:
        return {}
    said = told.items() if isinstance(told, dict) else ()
    return {name: each for name, each in said if isinstance(each, str)}


def digest(value: Any) -> str:
    """The same for a text that came back from a browser, which ends lines in its own way."""
    said = "" if value is None else str(getattr(value, "pk", value))
    return sha256("\n".join(said.strip().splitlines()).encode()).hexdigest()[:16]
