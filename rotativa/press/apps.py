from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PressConfig(AppConfig):
    name = "rotativa.press"
    label = "press"
    verbose_name = _("Press")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rotativa.pages.memo import count_changes_by  # noqa: PLC0415  # needs models
        from rotativa.press import receivers  # noqa: F401, PLC0415  # connects them; needs models
        from rotativa.press.models import KeyChange  # noqa: PLC0415  # the apps are loaded only now

        count_changes_by(KeyChange.objects)
