from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "rotativa.pages"
    label = "pages"
    verbose_name = _("Pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.models import Page  # noqa: PLC0415  # apps come first

        from rotativa.media.models import Picture  # noqa: PLC0415  # apps come first
        from rotativa.pages import models, receivers  # noqa: F401, PLC0415  # connects them
        from rotativa.pages.keys import follow  # noqa: PLC0415  # apps come first

        follow(Page, "page", announces=False)
        follow(models.PlainPage, "page", announces=False)
        follow(models.Paper, "paper")
        follow(models.EmbedCard, "card")
        follow(Picture, "picture")
