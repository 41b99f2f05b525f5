"""The form of a picture wherever the desk shows one: add, add many, choose, edit."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateTimeInput
from wagtail.images.forms import BaseImageForm

from rotativa.media.checks import PictureFileField
from rotativa.media.models import RenditionRequest


class PictureForm(BaseImageForm):
    """What is left empty when a file is sent is read from the file."""

    class Meta(BaseImageForm.Meta):
        widgets = {
            **BaseImageForm.Meta.widgets,
            "description": AdminAutoHeightTextInput,
            "caption": AdminAutoHeightTextInput,
            "rights": AdminAutoHeightTextInput,
            "taken_at": AdminDateTimeInput,
        }
        labels = {"description": _("Alternative text")}
        help_texts = {
            "title": _("The name of the picture at the desk; readers do not see it."),
            "description": _(
                "What the picture shows, for those who cannot see it. An article may say it otherwise."
            ),
            "caption": _("Stands below the picture. An article may say it otherwise."),
            "creator": _("Who took or drew the picture. Its files carry the name."),
            "credit": _(
                "As it is printed beside the picture, such as “Ada Vidal / The Estuary”. "
                "Its files carry it."
            ),
            "rights": _(
                "Whose picture it is and on what terms it is used, such as “© 2026 The Estuary”. "
                "Its files carry it."
            ),
            "taken_at": _("In the time zone of the paper."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            plain = self.fields["file"]
            self.fields["file"] = PictureFileField(
                label=plain.label, required=plain.required, widget=plain.widget
            )
            self.fields["file"].help_text = f"{self.what_went_wrong()} {plain.help_text}".strip()

    def what_went_wrong(self) -> str:
        """Why readers are not shown this picture, for the editor who wonders."""
        request = RenditionRequest.objects.filter(picture=self.instance.pk).first()
        return request.why if request else ""
