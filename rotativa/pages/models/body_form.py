import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamValue
from wagtail.blocks.base import BlockWidget

from rotativa.pages.slugs import slug_input

HTML_PERMISSION = "pages.write_html"
BLOCK_TYPE = re.compile(r"body-\d+-type")


class BodyPageForm(WagtailAdminPageForm):
    """Lets only those allowed add or change HTML blocks; others may keep or remove what is there.

    To others the menu of blocks does not offer them, unless the body has one already.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The page that a preview is made of has no language of its own before it is stored.
        named = self.instance if self.instance.locale_id else self.parent_page
        if "slug" in self.fields and named is not None:
            language = named.locale.language_code
            self.fields["slug"].widget = slug_input(language, slug=self.instance.slug)
        if "body" in self.fields and not self.may_write_html() and not self.shows_html():
            field = self.fields["body"]
            field.widget = BlockWidget(field.block.withholding("html"))

    def shows_html(self) -> bool:
        """Whether the screen will have an HTML block: Wagtail's menu then needs that kind."""
        posted = [value for key, value in self.data.items() if BLOCK_TYPE.fullmatch(key)]
        return "html" in posted or bool(html_of(self.instance.body))

    def may_write_html(self) -> bool:
        return self.for_user is None or self.for_user.has_perm(HTML_PERMISSION)

    def clean_body(self) -> StreamValue:
        body: StreamValue = self.cleaned_data["body"]
        if self.may_write_html():
            return body
        if not html_of(body) <= html_of(self.instance.body):
            raise ValidationError(
                _("You may not add or change HTML blocks. An administrator can allow you to.")
            )
        return body


def html_of(body: Any) -> set[str]:
    return {str(block.value) for block in body if block.block_type == "html"}
