from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamValue

HTML_PERMISSION = "pages.write_html"


class BodyPageForm(WagtailAdminPageForm):
    """Lets only those allowed add or change HTML blocks; others may keep or remove what is there."""

    def clean_body(self) -> StreamValue:
        body: StreamValue = self.cleaned_data["body"]
        user = self.for_user
        if user is None or user.has_perm(HTML_PERMISSION):
            return body
        known = html_of(self.instance.body)
        if not html_of(body) <= known:
            raise ValidationError(
                _("You may not add or change HTML blocks. An administrator can allow you to.")
            )
        return body


def html_of(body: Any) -> set[str]:
    return {str(block.value) for block in body if block.block_type == "html"}
