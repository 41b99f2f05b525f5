from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


class FrontPageForm(WagtailAdminPageForm):
    """Refuses a lead that readers of this front page would not be shown."""

    def clean_lead(self) -> Any:
        lead = self.cleaned_data["lead"]
        if lead is not None and lead.locale_id != self.instance.locale_id:
            raise ValidationError(_("The lead must be in the language of this page."))
        return lead
