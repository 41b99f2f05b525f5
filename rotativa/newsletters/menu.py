"""What newsletters bring to the menus of every page."""

from django.urls import reverse
from django.utils.translation import gettext

from rotativa.newsletters.models.newsletter import DAILY
from rotativa.pages.menus import MenuLink


def archive_link() -> MenuLink:
    """Of the one that every paper has: it asks the database for nothing."""
    archive = reverse("newsletters:archive", args=[DAILY])
    return MenuLink(gettext("Newsletter archive"), archive, "more")
