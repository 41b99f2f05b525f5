from typing import Any

from django.utils.translation import gettext_lazy as _

from rotativa.pages.addresses import fixed_parts
from rotativa.pages.models.body_form import BodyPageForm
from rotativa.pages.slugs import slug_of

FRONT_PAGE_DEPTH = 2


class PlainPageForm(BodyPageForm):
    """Refuses an address that the paper has for something else."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        slug = cleaned.get("slug") or slug_of(cleaned.get("title", ""), self.instance.language)
        if self.parent_page.depth == FRONT_PAGE_DEPTH and slug in fixed_parts():
            self.add_error(
                "slug", _("The paper has a page of its own at this address: choose another slug.")
            )
        return cleaned
