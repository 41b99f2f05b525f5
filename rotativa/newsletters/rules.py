"""What a newsletter can be told about how it comes out."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Going(models.TextChoices):
    ALONE = "alone", _("Composed and sent by itself")
    WAITS = "waits", _("Composed by itself; an editor sends it")
    OFF = "off", _("Only when an editor says so")


class Nothing(models.TextChoices):
    NONE = "none", _("No issue")
    SHORT = "short", _("A short issue that says so")


class Untranslated(models.TextChoices):
    LEFT_OUT = "left_out", pgettext_lazy("stories", "Left out")
    LINKED = "linked", _("Linked, with their language named")
