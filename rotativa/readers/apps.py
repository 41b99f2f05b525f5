from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReadersConfig(AppConfig):
    name = "rotativa.readers"
    label = "readers"
    verbose_name = _("Readers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rotativa.readers import receivers  # noqa: F401, PLC0415  # connects them; needs models
        from rotativa.readers.limits import bound_forms, share_limits  # noqa: PLC0415  # needs apps

        bound_forms()
        share_limits()
