from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "rotativa.media"
    label = "media"
    verbose_name = _("Pictures and files")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import rotativa.media.receivers  # noqa: F401, PLC0415  # connects them; they need the models
